import { lint, network } from "netsim";
import { ESTATE, estate, estateNetwork } from "./estate.ts";

const input = estateNetwork(estate({ ...ESTATE, subnets: 50, groups: 200 }));
for (let i = 0; i < 4; i++) {
  const net = network(input);
  globalThis.gc?.();
  const t = performance.now();
  const r = lint(net);
  const n: Record<string, number> = {};
  for (const f of r.findings) n[f.code] = (n[f.code] ?? 0) + 1;
  console.log(Math.round(performance.now() - t), JSON.stringify(n));
}

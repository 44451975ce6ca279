/** What `--help` prints. */
export type CommandName = "check" | "trace" | "health" | "explain" | "lint" | "repair" | "recommend" | "diff";

export const COMMANDS: readonly CommandName[] = [
  "check",
  "trace",
  "health",
  "explain",
  "lint",
  "repair",
  "recommend",
  "diff",
];

const commonOptions = (
  formats: string,
): string => `      --json            print the result object as JSON and nothing else (also --format json)
      --format FORMAT   ${formats}
      --out FILE        print the result into a file
  -v, --verbose         show everything that works too, and every note about the input
      --strict          exit with 3 where the answer is unknown
      --no-color        plain text; so do NO_COLOR and output that is no terminal
  -h, --help            print this`;

const COMMON_OPTIONS = commonOptions("text (default) or json");

const VERDICT_OPTIONS =
  commonOptions(`text (default), json, md (Markdown for a pull request), mermaid or svg (a picture of
                        what is touched, with --verbose of the whole network)`);

const QUESTION_OPTIONS = `      --from X
      --to Y
      --port N              the destination port, or a range such as 8000-8010
      --protocol P          tcp (default), udp, icmp, icmpv6 or a number
      --source-ports PORTS  linux, windows, nat-gateway, elb, lambda, any (default: 1024-65535), a port, a range
                            such as 1025-5000, or several, separated by commas
      --icmp-type N         with --protocol icmp or icmpv6; echo request when left out
      --icmp-code N
      --services FILE       what listens where, as under "services" in an intent file`;

const NETWORK = `NETWORK is a folder of JSON as the AWS command line prints it (any depth, any file names), one such file, a
CloudFormation template (JSON or YAML), a folder of templates such as cdk.out, what "terraform show -json" prints of a
plan or a state, or "-" for standard input.`;

const NETWORK_OPTIONS = `      --parameter NAME=VALUE  of a template; may be repeated
      --region REGION   what a template means by AWS::Region`;

const EXIT = `Exit code: 0 everything is as it should be, 1 something is not, 2 bad input or usage, 3 the answer is unknown
and --strict was given.`;

export const HELP: string = `netsim: what an AWS network lets through, and why not.

Usage:
  netsim check     INTENTS...                           run intent files
  netsim trace     NETWORK --from X --to Y --port N     follow one connection, there and back
  netsim health    NETWORK [--load-balancer NAME]       would the health checks pass
  netsim explain   NETWORK --from X --to Y --port N     why not: each cause once, and the rules that nearly match
  netsim lint      NETWORK                              what is not as it should be, whatever is asked
  netsim repair    NETWORK --from X --to Y --port N     what to change: every smallest set of edits, as commands
  netsim recommend NETWORK --load-balancer NAME         AWS's recommended rules, and what is there of them
  netsim diff      BEFORE AFTER                         what starts and stops working

${NETWORK}

Options:
${COMMON_OPTIONS}
      --version         print the version

${EXIT}

"netsim check --help" tells more about a command.
`;

const CHECK = `Usage: netsim check INTENTS... [options]

Runs every intent of the files (YAML or JSON; "-" reads standard input) and says which ones hold. A file:

  network: ./aws                      # relative to this file; several may be listed
  services:                           # optional: what listens where
    i-0a1: [{ port: 8080, http: { "/ping": 200 } }]
  intents:
    - name: the public reaches the site
      from: internet
      to: { loadBalancer: web, port: 80 }
      expect: reachable
    - name: the instance is in service
      health: { loadBalancer: web }
      expect: { i-0a1: InService }
    - name: the bastion stays out of the database
      from: bastion
      to: db
      port: 5432
      expect: unreachable
      blockedBy: { component: sg-db, direction: ingress }
    - name: one leg of a load balancer on its own
      leg: health                     # client, target or health
      to: { loadBalancer: web, target: i-0a1 }
      expect: reachable

Options:
      --watch           run again whenever a file that was read changes, until interrupted
      --criticality     also say which rule, ACL entry, route and association each intent needs (its answer changes when
                        that alone is taken away), which are in its way, and which no intent needs
${commonOptions("text (default), json, junit (XML for CI servers) or github (annotations of a pull request)")}

${EXIT} Under --strict junit's XML has an error, and not a failure, where the answer is unknown.

docs/intents.md tells every key of an intent file. So that editors complete and check it, begin the file with
# yaml-language-server: $schema=node_modules/netsim/dist/intents.schema.json
`;

const TRACE = `Usage: netsim trace NETWORK --from X --to Y --port N [options]

Follows one connection, there and back, and says what stops it. X and Y: internet, an address or CIDR block, or the id
or unique name of an instance, network interface, subnet or load balancer. A load balancer is followed to its targets.

${NETWORK}

Options:
${QUESTION_OPTIONS}
${NETWORK_OPTIONS}
${VERDICT_OPTIONS}

${EXIT}
`;

const HEALTH = `Usage: netsim health NETWORK [--load-balancer NAME] [options]

Says for each instance whether its health checks would pass, and why not; for every load balancer of the network
unless one is named. The result object of several is { schemaVersion, kind, verdict, results }. Where NETWORK has
the states that AWS saw (describe-instance-health, describe-target-health), those that contradict the prediction
are shown, as "differences" in the result object; null where AWS was not asked.

${NETWORK}

Options:
      --load-balancer NAME
      --services FILE   what listens where, as under "services" in an intent file
${NETWORK_OPTIONS}
${VERDICT_OPTIONS}

${EXIT}
`;

const EXPLAIN = `Usage: netsim explain NETWORK --from X --to Y --port N [options]
       netsim explain NETWORK --load-balancer NAME [options]

Says why a connection does not work, asked for as with "netsim trace", or why targets of a load balancer are out of
service: each cause once, with its rule or the rules that nearly match, what works in part, and what follows from it.

${NETWORK}

Options:
${QUESTION_OPTIONS}
      --load-balancer NAME  its health checks, instead of a connection
${NETWORK_OPTIONS}
${VERDICT_OPTIONS}

${EXIT}
`;

const LINT = `Usage: netsim lint NETWORK [options]

Finds, in the whole network: rules that can never decide or change nothing, replies that an ACL drops, closed health
checks and listeners, routes that lead nowhere, and what is open without need. docs/lint.md lists every code.

${NETWORK}

Options:
      --off CODE ...    codes not to look for; may be repeated
      --silence FILE    findings to keep (YAML or JSON): [{ code, component, reason }], where needed with direction
                        and rule; one that silences nothing is a finding itself
      --intents FILE    an intent file, of which all that is to work is needed: what else is open to the internet and
                        nothing listens for is found, few ports included; may be repeated
      --services FILE   what listens where, as under "services" in an intent file
${NETWORK_OPTIONS}
${commonOptions("text (default), json, sarif (code scanning) or github (annotations of a pull request)")}

Exit code: 0 nothing found, 1 something found, 2 bad input or usage, 3 nothing found, something could not be looked at
and --strict was given.
`;

const REPAIR = `Usage: netsim repair NETWORK --from X --to Y --port N [options]
       netsim repair NETWORK --load-balancer NAME [options]

Says what to change so that a connection works, asked for as with "netsim trace", or so that all targets of a load
balancer are in service: every smallest set of edits, those that admit the fewest packets first.

${NETWORK}

Options:
${QUESTION_OPTIONS}
      --load-balancer NAME  its health checks, instead of a connection
      --as FORM             cli (default: commands), cloudformation or terraform
${NETWORK_OPTIONS}
${COMMON_OPTIONS}

${EXIT}
`;

const RECOMMEND = `Usage: netsim recommend NETWORK --load-balancer NAME [options]

Prints the security group and network ACL rules that AWS's guides recommend for a load balancer, filled in with the
groups, blocks and ports of NETWORK: which are there, which are lacking, what is there beyond them, and what adds what
is lacking.

${NETWORK}

Options:
      --load-balancer NAME
      --as FORM         cli (default: commands), cloudformation or terraform
${NETWORK_OPTIONS}
${COMMON_OPTIONS}

${EXIT}
`;

const DIFF = `Usage: netsim diff BEFORE AFTER [options]

Says which connections start and stop working when one network becomes the other: for each two endpoints (or classes of
endpoints that no filter tells apart) the exact packets, one of them, and the edits to blame; targets whose state
changes; and what becomes of connections that are open. BEFORE and AFTER: each as NETWORK.

${NETWORK}

Options:
      --source-ports PORTS  of the initiators, as for trace (default: 1024-65535)
${NETWORK_OPTIONS}
${COMMON_OPTIONS}

Exit code: 0 nothing differs, 1 something does, 2 bad input or usage, 3 nothing differs for certain, something is
unknown, and --strict was given.
`;

export const COMMAND_HELP: Readonly<Record<CommandName, string>> = {
  check: CHECK,
  trace: TRACE,
  health: HEALTH,
  explain: EXPLAIN,
  lint: LINT,
  repair: REPAIR,
  recommend: RECOMMEND,
  diff: DIFF,
};

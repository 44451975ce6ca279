/**
 * Listeners as requests and answers have them.
 * "Listener" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Listener.html
 */
import { type ClassicListener, type ClassicListenerInput, type Issue, issue } from "@netsim/core";
import * as v from "valibot";

/** "Listener" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Listener.html */
export interface Listener {
  /** HTTP, HTTPS, TCP or SSL, in any case. */
  readonly Protocol: string;
  readonly LoadBalancerPort: number;
  /** The listener's protocol when left out. */
  readonly InstanceProtocol?: string | undefined;
  readonly InstancePort: number;
  /** The ARN of the server certificate, for HTTPS and SSL. */
  readonly SSLCertificateId?: string | undefined;
}

export const listenerSchema: v.GenericSchema<unknown, Listener> = v.strictObject({
  Protocol: v.string(),
  LoadBalancerPort: v.number(),
  InstanceProtocol: v.optional(v.string()),
  InstancePort: v.number(),
  SSLCertificateId: v.optional(v.string()),
});

export function listenerInput(listener: Listener): ClassicListenerInput {
  return {
    protocol: listener.Protocol,
    loadBalancerPort: listener.LoadBalancerPort,
    instanceProtocol: listener.InstanceProtocol,
    instancePort: listener.InstancePort,
    sslCertificateId: listener.SSLCertificateId,
  };
}

export function listenerAnswer(listener: ClassicListener): Listener {
  const { sslCertificateId } = listener;
  return {
    Protocol: listener.protocol,
    LoadBalancerPort: listener.loadBalancerPort,
    InstanceProtocol: listener.instanceProtocol,
    InstancePort: listener.instancePort,
    ...(sslCertificateId === undefined ? {} : { SSLCertificateId: sslCertificateId }),
  };
}

/** Whether it is the listener that is there already, asked for again. */
export function isSameListener(listener: Listener, present: ClassicListener): boolean {
  const { protocol, loadBalancerPort, instanceProtocol, instancePort, sslCertificateId } = present;
  return (
    listener.Protocol.toUpperCase() === protocol &&
    listener.LoadBalancerPort === loadBalancerPort &&
    (listener.InstanceProtocol ?? listener.Protocol).toUpperCase() === instanceProtocol &&
    listener.InstancePort === instancePort &&
    listener.SSLCertificateId === sslCertificateId
  );
}

/**
 * `CertificateNotFound` for a secure listener without a certificate or with what is no ARN of one. Whether the
 * certificate exists is nothing that a network knows. AWS does not say what becomes of a certificate beside TCP or HTTP;
 * here it is refused, as it would have no effect.
 */
export function certificateIssues(listeners: readonly Listener[]): readonly Issue[] {
  return listeners.flatMap(({ Protocol, SSLCertificateId: id }, at) => {
    const path = ["Listeners", at, "SSLCertificateId"];
    const isSecure = ["HTTPS", "SSL"].includes(Protocol.toUpperCase());
    if (isSecure && !/^arn:aws[a-z-]*:(iam|acm):/.test(id ?? ""))
      return [issue("CertificateNotFound", path, "the ARN of a server certificate of IAM or ACM", id)];
    if (!isSecure && id !== undefined)
      return [issue("InvalidConfigurationRequest", path, "no certificate but for HTTPS or SSL", id)];
    return [];
  });
}

/** For experts: binds this device to a cluster from the device itself, with an access token of the office. */
import { labelText } from '@loa-lang/schemas/sealing/device-code';

export interface BindHere {
  /** address of the controller's API, as `https://loa.example` */
  controller: string;
  /** id of the cluster */
  clusterId: string;
  token: string | undefined;
}

const ANSWER_WITHIN_MS = 20_000;

/** @throws with the controller's own words when it refuses */
export async function bindHere(
  { controller, clusterId, token }: BindHere,
  device: { code: string; fingerprint: string },
): Promise<void> {
  const url = new URL('/api/v1/enrolments/bind', controller);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ label: labelText(device.code, device.fingerprint), clusterId }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (response.ok) return;
  const { message } = (await response.json().catch(() => ({}))) as { message?: { vi?: string; en?: string } };
  throw new Error(`${url.host}: ${response.status} ${message?.vi ?? ''}\n${message?.en ?? ''}`);
}

import { vendorEndpoint } from '../endpoint.ts';

export const PUBLIC_CITRIX = 'https://api.cloud.com';

/** The customer id of every site on premises, by Citrix's own word. */
export const ON_PREMISES = 'CitrixOnPremises';

/** Where a Citrix site is reached. */
export interface CitrixAddress {
  /** Of a path of the API (`/Machines/1`) at a site; `/me` knows none. */
  api(path: string, siteId: string | null): string;
  /** Where tokens are asked for. */
  tokens: string;
  /** A site of one's own: tokens are got with an administrator's name and password. */
  onPremises: boolean;
  /** The target is this machine: the demo's simulated tenant, or a recording proxy. */
  loopback: boolean;
}

/**
 * `endpoint` is CITRIX_ENDPOINT: a host (`https://api.cloud.com`, in Japan `https://api.citrixcloud.jp`), to which
 * `/cvad/manage` is added, or the whole base path of a site: `https://ddc/cvad/manage`, or the older
 * `https://ddc/citrix/orchestration/api`, behind which customer and site stand in the path. Throws an Error naming the
 * variable where it is no https address, nor one of this machine.
 */
export function citrixAddress(
  endpoint: string,
  customerId: string,
  tokenEndpoint: string | null = null,
): CitrixAddress {
  const { target, loopback } = vendorEndpoint(endpoint, 'CITRIX_ENDPOINT', PUBLIC_CITRIX);
  const onPremises = customerId.toLowerCase() === ON_PREMISES.toLowerCase();
  const older = /\/citrix\/orchestration\/api$/i.test(target);
  const base = older || /\/cvad\/manage$/i.test(target) ? target : `${target}/cvad/manage`;
  const customer = encodeURIComponent(customerId);
  const usual = onPremises ? `${base}/tokens` : `${new URL(target).origin}/cctrustoauth2/${customer}/tokens/clients`;
  const tokens = tokenEndpoint ? vendorEndpoint(tokenEndpoint, 'CITRIX_TOKEN_ENDPOINT', usual).target : usual;
  return {
    api: (path, siteId) =>
      older && siteId !== null ? `${base}/${customer}/${encodeURIComponent(siteId)}${path}` : `${base}${path}`,
    tokens,
    onPremises,
    loopback,
  };
}

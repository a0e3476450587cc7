/**
 * Ways between the desktop and the person's own device, and the value that closes each. Left out means open: these are
 * the defaults of AVD (azure-docs virtual-desktop/rdp-properties.md, 2025-03). That an empty list of USB or MTP
 * devices closes them is inferred from there.
 */
const WAYS: { name: string; property: string; closed: RegExp }[] = [
  { name: 'clipboard', property: 'redirectclipboard', closed: /^i:0$/ },
  { name: 'drives', property: 'drivestoredirect', closed: /^s:$/ },
  { name: 'printers', property: 'redirectprinters', closed: /^i:0$/ },
  { name: 'serial ports', property: 'redirectcomports', closed: /^i:0$/ },
  { name: 'USB devices', property: 'usbdevicestoredirect', closed: /^s:$/ },
  { name: 'other devices', property: 'devicestoredirect', closed: /^s:$/ },
  { name: 'cameras', property: 'camerastoredirect', closed: /^s:$/ },
];

/** Names of the ways that a host pool's customRdpProperty leaves open. */
export function openRedirections(customRdpProperty: string | undefined | null): string[] {
  const set = new Map<string, string>();
  for (const entry of (customRdpProperty ?? '').split(';')) {
    const colon = entry.indexOf(':');
    if (colon > 0) set.set(entry.slice(0, colon).trim().toLowerCase(), entry.slice(colon + 1).trim());
  }
  return WAYS.filter(({ property, closed }) => !closed.test(set.get(property) ?? '')).map(({ name }) => name);
}

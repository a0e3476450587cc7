import { z } from 'zod';
import { distinct, id, localised, text, whole } from './fields.ts';

const ofAnyKind = {
  id,
  name: localised,
  pools: distinct(z.string({ error: 'expected the id of a pool' }), 'pool ids').min(1, 'expected at least one pool'),
};
const count = whole(1, 1_000_000, 'licences');

/** Ninety days: Citrix's period on premises. In Citrix Cloud it is 30 (docs/decisions/0026-licences.md has both sources). */
const locked = {
  ...ofAnyKind,
  count,
  lockDays: whole(1, 3650, 'days').default(90),
  warnPercent: whole(1, 100, 'percent').default(90),
};

/**
 * Service plans that go with a right to Windows Enterprise desktops in Azure Virtual Desktop, as Entra names them. Who has
 * the right: Microsoft 365 E3, E5, A3, A5, F3, Business Premium, Windows Enterprise E3 and E5, Windows Education A3 and
 * A5, Windows VDA (learn.microsoft.com/azure/virtual-desktop/licensing). Their plans: learn.microsoft.com/entra/identity/
 * users/licensing-service-plan-reference; F3 has WIN10_ENT_LOC_F1, Business Premium WINBIZ. Not tried on a real tenant.
 */
const AVD_PLANS = [
  'Virtualization Rights for Windows 10 (E3/E5+VDA)',
  'WIN10_PRO_ENT_SUB',
  'WIN10_ENT_LOC_F1',
  'WINBIZ',
];

export const licence = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...ofAnyKind, kind: z.literal('concurrent'), count }),
    z.strictObject({ ...locked, kind: z.literal('user') }),
    z.strictObject({ ...locked, kind: z.literal('device') }),
    z.strictObject({
      ...ofAnyKind,
      kind: z.literal('microsoft-365'),
      plans: distinct(text(200), 'service plan names').min(1, 'expected at least one service plan').default(AVD_PLANS),
      readHours: whole(1, 24 * 30, 'hours').default(24),
    }),
  ],
  { error: 'expected concurrent, user, device or microsoft-365' },
);

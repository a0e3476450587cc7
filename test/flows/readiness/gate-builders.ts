import type { GateFacts } from '../../../flows/readiness/gates.ts';
import type { GateId, GateWhen } from '../../../flows/readiness/readiness-settings.ts';
import { NOW, someReadiness } from '../../support/builders.ts';

export const CAPABLE = { registered: true, capable: true, methods: ['microsoftAuthenticatorPush'] };
export const NONE = { registered: false, capable: false, methods: [] };

/** Facts of an approved day on which everything is green. */
export function someFacts(facts: Partial<GateFacts> = {}): GateFacts {
  return {
    status: 'approved',
    desktop: true,
    licence: 'kept',
    device: 'fine',
    secondFactor: { value: CAPABLE, readAt: NOW },
    gatewayOtp: true,
    m365Licence: true,
    pledged: true,
    taskZone: null,
    poolZones: [],
    openWays: { value: [], readAt: NOW },
    emergency: false,
    officer: 'confirmed',
    confirmed: [],
    ...facts,
  };
}

/** Settings with these gates on. */
export function withGates(gates: Partial<Record<Exclude<GateId, 'officer'>, GateWhen>>, officerConfirms = false) {
  return someReadiness({
    gates: Object.entries(gates).map(([id, when]) => ({ id: id as GateId, when, daysAhead: 3 })),
    officerConfirms,
  });
}

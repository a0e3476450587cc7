import { z } from 'zod';
import type { Router } from 'express';
import { citrixPools, type CitrixPool } from '../../../flows/organisation.ts';
import type { ModelPool } from '../model/hosts.ts';
import { answer, pageOf, withFields } from './answer.ts';
import { badRequest } from './citrix-error.ts';
import type { GroupState, UserFilter } from './citrix-state.ts';
import type { CitrixTenant } from './citrix-tenant.ts';
import { desktopId, groupId, groupOf } from './citrix-tenant.ts';
import { checkNames, identity } from './identities.ts';

const filter = {
  IncludedUserFilterEnabled: z.boolean().nullish(),
  IncludedUsers: z.array(z.string()).nullish(),
  ExcludedUserFilterEnabled: z.boolean().nullish(),
  ExcludedUsers: z.array(z.string()).nullish(),
};

const patch = z.strictObject({
  InMaintenanceMode: z.boolean().nullish(),
  AutoScaleEnabled: z.boolean().nullish(),
  LoadBalanceType: z.enum(['Vertical', 'Horizontal']).nullish(),
  SimpleAccessPolicy: z.strictObject(filter).nullish(),
  Desktops: z
    .array(z.strictObject({ Id: z.string().nullish(), ...filter, MaxDesktops: z.number().int().nullish() }))
    .nullish(),
});

/** What the documents of a delivery group require. */
const words = (text: string) => text.trim().split(/\s+/);
const required = words(`
  Delivering DeliveryType DesktopsAvailable DesktopsDisconnected DesktopsFaulted DesktopsUnregistered Enabled
  HasBeenPromoted InMaintenanceMode IsBroken IsRemotePC MinimumFunctionalLevel Name RequireUserHomeZone Scopes
  SessionCount SessionSupport SharingKind TotalApplications TotalDesktops ApplicationGroupCompatibility`);
const detailRequired = required.concat(
  words(`
  DesktopsInUse DesktopsNeverRegistered DesktopsPreparing MachinesInMaintenanceMode MachineOperatingSystems MachineType
  OffMachines RegisteredMachines SecureIcaRequired TotalApplicationGroups TotalMachines`),
);

/** Delivery groups and their published desktops: lists, maintenance mode, who may use them, Autoscale and load balancing. */
export function serveDeliveryGroups(router: Router, tenant: CitrixTenant): void {
  const stateOf = (pool: CitrixPool) => tenant.citrix.group(pool);
  const groups = () =>
    citrixPools(tenant.organisation).flatMap((pool) => {
      const state = tenant.model.pools.get(pool.id);
      return state ? [{ pool, state }] : [];
    });

  for (const path of ['/DeliveryGroups', '/DeliveryGroupsV2'])
    router.get(path, (request, response) => {
      const page = pageOf(request, groups(), ({ pool, state }) => groupJson(tenant, pool, state), required);
      answer(tenant, request, response, 'GetDeliveryGroups', page);
    });

  router.get('/DeliveryGroups/:group', (request, response) => {
    const { pool, state } = groupOf(tenant, request);
    response.json(withFields(request, groupDetail(tenant, pool, state), detailRequired));
  });

  router.get('/DeliveryGroups/:group/Desktops', (request, response) => {
    const { pool } = groupOf(tenant, request);
    const page = pageOf(request, [pool], () => desktopJson(tenant, pool, stateOf(pool)));
    answer(tenant, request, response, 'GetDeliveryGroupsDesktops', page);
  });

  router.patch('/DeliveryGroups/:group', (request, response) => {
    const { pool, state } = groupOf(tenant, request);
    const parsed = patch.safeParse(request.body ?? {});
    if (!parsed.success)
      throw badRequest(`${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`);
    const { InMaintenanceMode, AutoScaleEnabled, LoadBalanceType, SimpleAccessPolicy, Desktops } = parsed.data;
    const group = stateOf(pool);
    const [desktop, ...others] = Desktops ?? [];
    if (others.length > 0) throw badRequest('Desktops: the simulated delivery group publishes one.', 'Desktops');
    if (desktop?.Id && desktop.Id !== desktopId(pool)) throw badRequest('Desktops: no such Id.', 'Desktops');
    const sent = [SimpleAccessPolicy, desktop].flatMap((each) => (each ? [each] : []));
    for (const { IncludedUsers, ExcludedUsers } of sent) {
      checkNames(tenant, IncludedUsers ?? [], 'IncludedUsers');
      checkNames(tenant, ExcludedUsers ?? [], 'ExcludedUsers');
    }
    if (SimpleAccessPolicy) group.policy = changed(group.policy, SimpleAccessPolicy);
    if (desktop) group.desktop = changed(group.desktop, desktop);
    if (typeof desktop?.MaxDesktops === 'number') group.maxDesktops = desktop.MaxDesktops;
    if (typeof InMaintenanceMode === 'boolean') state.closed = InMaintenanceMode;
    if (typeof AutoScaleEnabled === 'boolean') group.autoscale = AutoScaleEnabled;
    if (LoadBalanceType) tenant.model.setBalance(pool.id, LoadBalanceType === 'Vertical' ? 'depth' : 'breadth');
    tenant.changed();
    answer(tenant, request, response, 'UpdateDeliveryGroup', null);
  });
}

type SentFilter = { [Name in keyof typeof filter]?: z.output<(typeof filter)[Name]> };

/** What is not sent stays as it was. */
function changed(before: UserFilter, sent: SentFilter): UserFilter {
  return {
    includedOn: sent.IncludedUserFilterEnabled ?? before.includedOn,
    included: sent.IncludedUsers ?? before.included,
    excludedOn: sent.ExcludedUserFilterEnabled ?? before.excludedOn,
    excluded: sent.ExcludedUsers ?? before.excluded,
  };
}

function filterJson(tenant: CitrixTenant, { includedOn, included, excludedOn, excluded }: UserFilter): object {
  return {
    IncludedUserFilterEnabled: includedOn,
    IncludedUsers: included.map((name) => identity(tenant, name)),
    ExcludedUserFilterEnabled: excludedOn,
    ExcludedUsers: excluded.map((name) => identity(tenant, name)),
  };
}

function desktopJson(tenant: CitrixTenant, pool: CitrixPool, group: GroupState): object {
  return {
    Id: desktopId(pool),
    Name: pool.deliveryGroup,
    PublishedName: pool.name.ja,
    Description: pool.name.en,
    Enabled: true,
    MaxDesktops: group.maxDesktops,
    SecureIcaRequired: true,
    ...filterJson(tenant, group.desktop),
  };
}

function groupJson(tenant: CitrixTenant, pool: CitrixPool, state: ModelPool): object {
  const { hosts } = state;
  const sessions = tenant.model.allSessions().filter((session) => session.pool === pool.id);
  const multi = pool.kind === 'pooled';
  return {
    Id: groupId(pool),
    Name: pool.deliveryGroup,
    PublishedName: pool.name.ja,
    Description: pool.name.en,
    Delivering: 'DesktopsOnly',
    DeliveryType: 'DesktopsOnly',
    DesktopsAvailable: hosts.filter(({ available }) => available).length,
    DesktopsDisconnected: sessions.filter(({ disconnectedAt }) => disconnectedAt !== null).length,
    DesktopsFaulted: hosts.filter(({ power }) => power === 'failed').length,
    DesktopsUnregistered: hosts.filter(({ power, available }) => power === 'running' && !available).length,
    Enabled: true,
    HasBeenPromoted: false,
    InMaintenanceMode: state.closed,
    IsBroken: false,
    IsRemotePC: false,
    IsPowerManaged: true,
    AutoscalingEnabled: tenant.citrix.group(pool).autoscale,
    MinimumFunctionalLevel: 'L7_20',
    RequireUserHomeZone: false,
    Scopes: [],
    SessionCount: sessions.length,
    SessionSupport: multi ? 'MultiSession' : 'SingleSession',
    SharingKind: multi ? 'Shared' : 'Private',
    TotalApplications: 0,
    TotalDesktops: hosts.length,
    ApplicationGroupCompatibility: 'Compatible',
  };
}

function groupDetail(tenant: CitrixTenant, pool: CitrixPool, state: ModelPool): object {
  const { hosts, balance } = state;
  const group = tenant.citrix.group(pool);
  const used = new Set(tenant.model.allSessions().flatMap((each) => (each.pool === pool.id ? [each.host] : [])));
  const system = pool.kind === 'pooled' ? 'Windows 11 Enterprise multi-session' : 'Windows 11 Enterprise';
  return {
    ...groupJson(tenant, pool, state),
    AutoScaleEnabled: group.autoscale,
    LoadBalanceType: balance === 'depth' ? 'Vertical' : 'Horizontal',
    DesktopsInUse: used.size,
    DesktopsNeverRegistered: 0,
    DesktopsPreparing: hosts.filter(({ power }) => power === 'starting').length,
    MachinesInMaintenanceMode: hosts.filter(({ allowNewSession }) => !allowNewSession).length,
    MachineOperatingSystems: [{ Name: system, Value: hosts.length }],
    MachineType: 'Virtual',
    OffMachines: hosts.filter(({ power }) => power === 'deallocated' || power === 'stopped').length,
    RegisteredMachines: hosts.filter(({ available }) => available).length,
    SecureIcaRequired: true,
    TotalApplicationGroups: 0,
    TotalMachines: hosts.length,
    TimeZone: 'Tokyo Standard Time',
    SimpleAccessPolicy: {
      AllowAnonymous: false,
      AllowHdxAccess: true,
      AllowRdpAccess: false,
      ConnectNotViaNetScalerGatewayAllowed: false,
      ConnectViaNetScalerGatewayAllowed: true,
      IncludedSmartAccessFilterEnabled: false,
      ...filterJson(tenant, group.policy),
    },
  };
}

import { createCredential } from '../../../infra/azure-credential.ts';
import { GraphAccessGroups } from '../../../infra/graph/graph-access-groups.ts';
import { GraphCalendar } from '../../../infra/graph/graph-calendar.ts';
import { createGraphCaller } from '../../../infra/graph/graph-caller.ts';
import { GraphDirectory } from '../../../infra/graph/graph-directory.ts';
import { ADMINISTRATOR_TOKEN } from '../../../infra/simulator/graph/administrator-routes.ts';
import { directoryContract } from '../../support/directory-contract.ts';
import { poolOf, startStillTenant } from '../simulated-stage.ts';

directoryContract('Microsoft Graph of the simulated tenant', async () => {
  const simulator = await startStillTenant();
  const { tenant, url } = simulator;
  const caller = createGraphCaller({ endpoint: `${url}/graph`, credential: createCredential([url]) });
  const { people } = tenant.setup;
  const top = people.find(({ id, managerId }) => managerId === null && people.some((one) => one.managerId === id));
  const [one, two] = people.filter(({ managerId }) => managerId === top?.id);
  if (!top || !one || !two) throw new Error('nobody in the tenant leads two people');
  const administer = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${ADMINISTRATOR_TOKEN}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/graph/v1.0${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  return {
    directory: new GraphDirectory(caller),
    accessGroups: new GraphAccessGroups(caller),
    calendar: new GraphCalendar(caller),
    people: [one.id, two.id, top.id],
    group: poolOf(simulator, 'pooled').group,
    events: (id) =>
      Promise.resolve(
        tenant.graph
          .eventsOf(id)
          .map(({ subject, start, end, showAs }) => ({ subject, start: new Date(start), end: new Date(end), showAs })),
      ),
    clearCalendar: (id) => {
      for (const event of tenant.graph.eventsOf(id)) tenant.graph.removeEvent(event.id);
      return Promise.resolve();
    },
    change: async (id, { managerId, ...patch }) => {
      await administer('PATCH', `/users/${id}`, patch);
      const link = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${managerId}` };
      await administer('PUT', `/users/${id}/manager/$ref`, link);
    },
    disable: (id) => administer('PATCH', `/users/${id}`, { accountEnabled: false }),
    leave: (id) => administer('DELETE', `/users/${id}`),
    forgetChanges: () => Promise.resolve(tenant.graph.people.forgetChanges()),
    reply: (id, { from, to }) => {
      const utc = (at: Date) => ({ dateTime: at.toISOString().slice(0, 19), timeZone: 'UTC' });
      const scheduled = from && to && { scheduledStartDateTime: utc(from), scheduledEndDateTime: utc(to) };
      const setting = scheduled ? { status: 'scheduled', ...scheduled } : { status: 'alwaysEnabled' };
      return administer('PATCH', `/users/${id}/mailboxSettings`, { automaticRepliesSetting: setting });
    },
    close: () => simulator.close(),
  };
});

import { createCredential } from '../../../infra/azure-credential.ts';
import { GraphAccessGroups } from '../../../infra/graph/graph-access-groups.ts';
import { GraphCalendar } from '../../../infra/graph/graph-calendar.ts';
import { createGraphCaller } from '../../../infra/graph/graph-caller.ts';
import { GraphDirectory } from '../../../infra/graph/graph-directory.ts';
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
    close: () => simulator.close(),
  };
});

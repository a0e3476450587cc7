import { TZDate } from '@date-fns/tz';
import { createCredential } from '../../../infra/azure-credential.ts';
import { GraphAccessGroups } from '../../../infra/graph/graph-access-groups.ts';
import { GraphCalendar } from '../../../infra/graph/graph-calendar.ts';
import { createGraphCaller } from '../../../infra/graph/graph-caller.ts';
import type { GraphCaller, GraphOptions } from '../../../infra/graph/graph-caller.ts';
import { GraphDirectory } from '../../../infra/graph/graph-directory.ts';
import type { DirectoryStage } from '../../support/directory-contract.ts';
import { startFakeGraph } from '../../support/fake-graph.ts';
import type { FakeGraph, GraphUserRow } from '../../support/fake-graph.ts';

export interface FakeGraphStage extends DirectoryStage {
  graph: FakeGraph;
  caller: GraphCaller;
  /** Another caller on the same Graph. */
  again(options?: Partial<GraphOptions>): GraphCaller;
}

export const GROUP = 'c0ffee00-0000-4000-8000-000000000001';

/** An Entra object id of a person of the tests. */
export function personId(n: number): string {
  return `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export function aUser(n: number, user: Partial<GraphUserRow> = {}): GraphUserRow {
  return {
    id: personId(n),
    userPrincipalName: `person${n}@city.example.jp`,
    displayName: `職員${n}`,
    department: '総務課',
    jobTitle: '主事',
    accountEnabled: true,
    userType: 'Member',
    managerId: personId(5),
    locale: 'ja-JP',
    ...user,
  };
}

export async function openFakeGraphStage(): Promise<FakeGraphStage> {
  const graph = await startFakeGraph();
  for (let n = 1; n <= 5; n++) graph.users.push(aUser(n, n === 5 ? { managerId: null } : {}));
  graph.groups.set(GROUP, new Map());
  const again = (options: Partial<GraphOptions> = {}) =>
    createGraphCaller({ endpoint: `${graph.url}/graph`, credential: createCredential([graph.url]), ...options });
  const caller = again();
  const instant = (time: unknown) => {
    const { dateTime, timeZone } = time as { dateTime: string; timeZone: string };
    const [year, month, day, hour, minute, second] = dateTime.split(/\D/).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return new Date(new TZDate(year, month - 1, day, hour, minute, second, timeZone).getTime());
  };
  return {
    graph,
    caller,
    again,
    directory: new GraphDirectory(caller),
    accessGroups: new GraphAccessGroups(caller),
    calendar: new GraphCalendar(caller),
    people: [1, 2, 3, 4, 5].map(personId) as [string, string, ...string[]],
    group: GROUP,
    events: (id) =>
      Promise.resolve(
        graph.events
          .filter(({ userId }) => userId === id)
          .map(({ body }) => ({
            subject: String(body['subject']),
            start: instant(body['start']),
            end: instant(body['end']),
            showAs: String(body['showAs']),
          })),
      ),
    clearCalendar: (id) => {
      for (const event of graph.events.filter(({ userId }) => userId === id)) {
        graph.events.splice(graph.events.indexOf(event), 1);
      }
      return Promise.resolve();
    },
    change: (id, { managerId, jobTitle, department }) => {
      Object.assign(
        graph.users.find((user) => user.id === id)!,
        { managerId, jobTitle, department },
      );
      return Promise.resolve(void graph.changed.push(id));
    },
    disable: (id) => {
      graph.users.find((user) => user.id === id)!.accountEnabled = false;
      return Promise.resolve(void graph.changed.push(id));
    },
    leave: (id) => {
      graph.users.splice(
        graph.users.findIndex((user) => user.id === id),
        1,
      );
      return Promise.resolve(void graph.changed.push(id));
    },
    forgetChanges: () => Promise.resolve(void (graph.deltasForgotten = true)),
    reply: (id, { from, to }) => {
      const utc = (at: Date) => ({ dateTime: at.toISOString().slice(0, 19), timeZone: 'UTC' });
      const scheduled = from && to && { scheduledStartDateTime: utc(from), scheduledEndDateTime: utc(to) };
      graph.replies.set(id, scheduled ? { status: 'scheduled', ...scheduled } : { status: 'alwaysEnabled' });
      return Promise.resolve();
    },
    close: () => graph.close(),
  };
}

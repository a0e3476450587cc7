import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { MailboxAnswer, MailboxQuestion } from '../../flows/calendar/calendar-reader.ts';
import { createCredential } from '../../infra/azure-credential.ts';
import { checkGraph } from '../../infra/graph/check-graph.ts';
import { createGraphCaller } from '../../infra/graph/graph-caller.ts';
import { GraphCalendarReader } from '../../infra/graph/graph-calendar-reader.ts';
import { startSimulator } from '../../infra/simulator/start-simulator.ts';
import { freePorts } from '../support/zaitaku-process.ts';
import { startRecorder, type Recorder } from './recorder.ts';

const URL_IN_PUBLIC = 'https://zaitaku.example.jp/api/graph/notifications';

/** Does with Outlook calendars whatever the product can do with them, also refused and too late, and records it. */
export async function recordOutlook(kit: string, folder: string): Promise<Recorder> {
  const receiver = createServer((request, response) => {
    const token = new URL(request.url!, 'http://x').searchParams.get('validationToken');
    response.writeHead(token === null ? 202 : 200, { 'content-type': 'text/plain' }).end(token ?? '');
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const simulator = await startSimulator({
    organisation: 'kamakura',
    clock: 'frozen',
    now: new Date('2026-12-02T01:00:00Z'),
    seed: 7,
    botUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/api/messages`,
  });
  const [port] = (await freePorts(1)) as [number];
  mkdirSync(join(folder, 'outlook'));
  const recorder = await startRecorder(kit, join(folder, 'outlook'), 'graph', port, simulator.port);
  try {
    const { tenant } = simulator;
    const now = tenant.clock();
    const credential = createCredential([recorder.url]);
    const caller = createGraphCaller({ endpoint: recorder.url, credential });
    const reader = new GraphCalendarReader(caller, () => tenant.organisation.timeZone);
    const people = tenant.setup.people.slice(0, 20);
    const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 11, day, hour));
    people.forEach(({ id: user }, n) => {
      const event = {
        user,
        subject: 'テレワーク',
        start: at(3 + n, 0),
        end: at(3 + n, 8),
        showAs: 'busy',
        categories: ['Telework'],
      };
      tenant.graph.addEvent(event);
      tenant.graph.addEvent({
        ...event,
        start: new Date(at(3 + n).getTime() - 9 * 3_600_000),
        end: new Date(at(4 + n).getTime() - 9 * 3_600_000),
        allDay: true,
      });
      const range = { type: 'numbered', startDate: '2026-12-03', numberOfOccurrences: 10 };
      const pattern = { type: 'weekly', interval: 1, daysOfWeek: ['thursday'] };
      tenant.graph.addEvent({ ...event, start: at(3), end: at(3, 8), recurrence: { pattern, range } });
      const others = n === 0 ? 110 : 0;
      for (let more = 0; more < others; more += 1) tenant.graph.addEvent({ ...event, subject: `${more}` });
    });
    const window = { from: at(1), to: new Date('2027-03-01T00:00:00Z') };
    const questions: MailboxQuestion[] = people.map(({ id }) => ({ personId: id, window, token: null, series: [] }));
    const first = await reader.look(questions);
    const again = (id: string): MailboxQuestion => {
      const { token, series } = first.get(id) as MailboxAnswer;
      return { personId: id, window, token, series };
    };
    const [one, two, three] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
    const events = tenant.graph.eventsOf(one.id);
    tenant.graph.editEvent(events[0]!.id, { subject: '出張' });
    tenant.graph.removeEvent(events[1]!.id);
    await reader.look(people.map(({ id }) => again(id)));
    tenant.graph.calendars.forgetTokens(two.id);
    await reader.look([again(one.id)]);
    await reader.look([again(two.id)]);
    tenant.graph.setMailbox(three.id, false);
    await reader.look([again(three.id)]);

    const until = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    const wish = { personId: one.id, notificationUrl: URL_IN_PUBLIC, secret: 'x'.repeat(43), until: until(10_000) };
    await reader.subscribe([wish]);
    await reader.subscribe([wish]);
    await reader.subscribe([{ ...wish, personId: two.id, until: until(20_000) }]);
    await reader.subscribe([wish, { ...wish, personId: two.id }, { ...wish, personId: three.id }]);
    const made = (await reader.subscriptions()).map(({ id }) => id);
    await reader.renew(made.slice(0, 1), until(10_010));
    await reader.renew(made, until(10_015));
    await reader.unsubscribe(made.slice(0, 1));
    await reader.renew(made, until(10_020));
    await reader.unsubscribe(made);
    tenant.faults.add({ service: 'graph', rate: 1, count: 7, status: 429, retryAfter: 2 });
    await reader.look(questions).catch(() => undefined);
    tenant.faults.clear();
    const { organisation } = tenant;
    for (const participants of ['everyone', { sections: [], jobTitles: [], people: [one.upn] }] as const) {
      const calendar = { ...organisation.calendar, outlook: true };
      const asked = {
        ...organisation,
        calendar,
        participants: participants === 'everyone' ? participants : (structuredClone(participants) as never),
      };
      await checkGraph({
        organisation: asked,
        credential,
        endpoint: recorder.url,
        notificationUrl: URL_IN_PUBLIC,
        now,
      });
    }
  } finally {
    await simulator.close();
    receiver.closeAllConnections();
    receiver.close();
  }
  return recorder;
}

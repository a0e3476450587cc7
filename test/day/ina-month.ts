import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { accessWindows } from '../../flows/access/access-windows.ts';
import type { Certificate } from '../../flows/certificates/certificate-store.ts';
import { readAllowList } from '../../flows/gateway/read-allow-list.ts';
import { addDays, instantOf } from '../../flows/local-time.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { loadOrganisation } from '../../infra/organisations/load-organisation.ts';
import type { City, TenantState } from './city.ts';
import { ledgers, mostAtOnce } from './judge-caps.ts';
import { monthFacts, type MonthFacts } from './month-facts.ts';
import { begunOutside, entriesOutside, longestOf, mostSignedIn, type LateSession } from './judge-month.ts';
import { afterLoss, type AfterLoss } from './judge-times.ts';
import { takingPart, worksAtHome } from './seed-day.ts';

/** Has registered no second factor, and does not. */
const WITHOUT_FACTOR = 'matsuda.rie@ina.example';
/** On the second working day a certificate ends at noon, and an hour later somebody has lost their device. */
const SECOND_DAY = 1;
/** The longest that a session may stay open once its device is lost: two looks of the scheduler with a failed call between. */
const ENDED_WITHIN_MS = 15 * 60_000;

/** Entra's group changes are felt at the vendor's sign-in up to so much later (decision 0004); the gateway's list is exact. */
const FELT_MINUTES = 60;

/** What came of it: the most at one instant, what was looked at, and what an officer had to look at and to decide. */
export interface MonthJudgement {
  licences: { count: number; booked: number; lent: number; signedIn: number };
  /** Allow-lists looked at, and entries in them. */
  lists: { looked: number; entries: number };
  /**
   * Signed in after their window, within the hour in which a withdrawn membership may be felt late, when the gateway lets
   * them through no more; and the longest of these, as far as Citrix answered.
   */
  sessions: { judged: number; afterTheirWindow: number; longest: LateSession | null };
  /**
   * The certificate that ended: allow-lists with its person before that, and days booked that reach beyond it; no list after
   * it is a matter of the judge.
   */
  ended: { at: Date; listsBefore: number; daysAfter: number };
  /** Days that somebody without a second factor had booked; none on which they could come in is a matter of the judge. */
  withoutFactor: { upn: string; days: number };
  facts: MonthFacts;
  /** Cards and messages that each officer of the ICT section got, by what they are about; and decisions asked of them. */
  officer: Record<string, number>;
  lost: { upn: string; after: AfterLoss | null } | null;
}

/** Ina's own file, with the two gates that its officers looked at by hand switched to `block`. Removed by `remove`. */
export function inaFile(): { path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'ina-month-'));
  const path = join(folder, 'ina.yaml');
  const shipped = readFileSync(loadOrganisation('ina').source, 'utf8');
  const changes: [string, string][] = [
    ['{ id: device, when: warn }', '{ id: device, when: block }'],
    ['{ id: second-factor, when: warn }', '{ id: second-factor, when: block }'],
    ['  seed: 2006', `  seed: 2006\n  withoutSecondFactor: { percent: 0, people: [${WITHOUT_FACTOR}] }`],
  ];
  const text = changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`ina.yaml has no "${from}"`);
    return before.replace(from, to);
  }, shipped);
  writeFileSync(path, text);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The scripted month: everybody has a device and a certificate; one is lost, one ends, one person has no second factor. */
export class InaMonth {
  readonly problems: string[] = [];
  private readonly city: City;
  private readonly noFactor: string;
  private readonly ends: { personId: string; at: Date };
  private lost: { personId: string; upn: string; at: Date; endedAfter: number | null } | null = null;
  private readonly looked = { looked: 0, entries: 0 };
  private listsBefore = 0;
  readonly outages: { from: Date; to: Date }[] = [];

  private constructor(city: City, people: { noFactor: string; ends: { personId: string; at: Date } }) {
    this.city = city;
    this.noFactor = people.noFactor;
    this.ends = people.ends;
  }

  /** `days`: working days of the month. */
  static async begin(city: City, state: TenantState, days: readonly LocalDay[]): Promise<InaMonth> {
    const people = takingPart(city);
    const noFactor = state.people.find(({ userPrincipalName }) => userPrincipalName === WITHOUT_FACTOR)!.id;
    const { timeZone } = city.organisation;
    const day = days[SECOND_DAY] ?? addDays(days[0]!, 1);
    // Somebody who asks before, on and after that day; the first in line, so that they have a licence.
    const asks = people.find(
      ({ id }, index) => id !== noFactor && days.slice(0, SECOND_DAY + 2).every((one) => worksAtHome(index, one)),
    );
    const ends = { personId: (asks ?? people[0]!).id, at: instantOf(day, '12:00', timeZone) };
    await city.deps.store.transaction(async (tx) => {
      const from = new Date(Date.parse(state.now) - 86_400_000);
      for (const { id } of people) await equip(tx, id, from, id === ends.personId ? ends.at : yearAfter(from));
    });
    return new InaMonth(city, { noFactor, ends });
  }

  /** After each step of the clock. */
  async look(state: TenantState): Promise<void> {
    const { city, looked } = this;
    const now = new Date(state.now);
    const bookings = await city.bookings();
    const { store } = city.deps;
    const { list, certificates } = await store.transaction(async (tx) => ({
      list: await readAllowList(tx, city.deps, city.organisation.gateway!),
      certificates: await tx.certificates.all(),
    }));
    looked.looked += 1;
    looked.entries += list.entries.length;
    const wrong = entriesOutside(list.entries, bookings, certificates);
    if (wrong.length > 0)
      this.problems.push(`${state.now}: ${wrong.length} entries of the allow-list outside bookings`);
    const licences = city.organisation.pools[0]!.licences!;
    if (state.sessions.length > licences)
      this.problems.push(`${state.now}: ${state.sessions.length} sessions, ${licences} licences`);
    this.mustBeOut(this.noFactor, 'somebody without a second factor', state, list.entries);
    const hasEntry = list.entries.some(({ personId }) => personId === this.ends.personId);
    if (hasEntry && now <= this.ends.at) this.listsBefore += 1;
    if (hasEntry && now > this.ends.at) this.problems.push(`${state.now}: an entry for a certificate that is over`);
    if (this.lost) this.afterLoss(this.lost, now, state, list.entries);
  }

  private afterLoss(
    lost: NonNullable<InaMonth['lost']>,
    now: Date,
    state: TenantState,
    entries: readonly { personId: string }[],
  ): void {
    const after = now.getTime() - lost.at.getTime();
    // Disconnected, not logged off: what was open stays for its owner, and nobody sees it.
    const open = state.sessions.some((one) => one.user === lost.personId && one.state === 'active');
    if (!open) lost.endedAfter ??= after;
    if (entries.some(({ personId }) => personId === lost.personId))
      this.problems.push(`${state.now}: an entry for a device that is lost`);
    if (open && after > ENDED_WITHIN_MS && lost.endedAfter === null)
      this.problems.push(`${state.now}: a session ${after / 60_000} min after its device was lost`);
  }

  private mustBeOut(id: string, who: string, state: TenantState, entries: readonly { personId: string }[]): void {
    const group = this.city.organisation.pools[0]!.group;
    const member = state.groups.find((one) => one.id === group)?.members.includes(id) ?? false;
    const inside = member || state.sessions.some(({ user }) => user === id);
    if (inside || entries.some(({ personId }) => personId === id))
      this.problems.push(`${state.now}: ${who} may come in`);
  }

  /** Between 10:00 and 11:00 of a working day. */
  async midMorning(index: number, state: TenantState): Promise<void> {
    if (index === SECOND_DAY) await this.loseDevice(state);
  }

  outage(from: Date, to: Date): void {
    this.outages.push({ from, to: new Date(to.getTime() + 5 * 60_000) });
  }

  /** One sentence in the chat of somebody who works. */
  private async loseDevice(state: TenantState): Promise<void> {
    const { city } = this;
    const spared = new Set([this.noFactor, this.ends.personId, ...city.deps.roles.peopleWith('ict')]);
    for (const { user } of state.sessions) {
      const conversation = await city.deps.store.transaction((tx) => tx.conversations.of(user));
      if (spared.has(user) || conversation?.state !== 'reachable') continue;
      const { serviceUrl, conversationId, userChannelId, botChannelId } = conversation;
      const answer = await fetch(`${city.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          id: randomUUID(),
          type: 'message',
          text: 'パソコンをなくしました',
          textFormat: 'plain',
          timestamp: state.now,
          channelId: 'msteams',
          serviceUrl,
          locale: 'ja-JP',
          from: { id: userChannelId, aadObjectId: user },
          recipient: { id: botChannelId },
          conversation: { id: conversationId, conversationType: 'personal', tenantId: state.tenantId },
          channelData: { tenant: { id: state.tenantId } },
        }),
      });
      if (!answer.ok) throw new Error(`the sentence was answered with ${answer.status}`);
      const upn = state.people.find(({ id }) => id === user)!.userPrincipalName;
      this.lost = { personId: user, upn, at: new Date(state.now), endedAfter: null };
      return;
    }
    this.problems.push('nobody worked who could lose a device');
  }

  /** At the end: peaks at every instant, sign-ins outside windows, and the officers' work. */
  async judge(): Promise<MonthJudgement> {
    const { city, lost, looked } = this;
    const pool = city.organisation.pools[0]!;
    const bookings = await city.bookings();
    const visits = await city.deps.store.transaction((tx) =>
      tx.visits.between(pool.id, new Date('2000-01-01'), new Date('2100-01-01')),
    );
    // A day that was given back, or taken for not used, had its window until then.
    const own = bookings.filter(({ poolId }) => poolId === pool.id);
    const hadOne = own.map((one) =>
      one.status === 'no-show' || (one.status === 'cancelled' && one.decidedAt !== null)
        ? { ...one, status: 'completed' as const }
        : one,
    );
    const windows = accessWindows(hadOne, pool);
    const late = begunOutside(visits, windows, this.outages);
    const felt = windows.map((one) => ({ ...one, to: addMinutes(one.to, FELT_MINUTES) }));
    for (const { personId, cameAt } of begunOutside(late, felt, []))
      this.problems.push(`${cameAt.toISOString()}: ${personId} signed in outside their window`);
    const [ledger] = await ledgers(city);
    const licences = {
      count: pool.licences!,
      booked: mostAtOnce(own, pool),
      lent: ledger!.most,
      signedIn: mostSignedIn(visits),
    };
    for (const [what, most] of Object.entries(licences))
      if (most > licences.count) this.problems.push(`${most} ${what} at once, ${licences.count} licences`);
    return {
      licences,
      lists: looked,
      sessions: {
        judged: visits.length,
        afterTheirWindow: late.length,
        longest: longestOf(late, windows, this.outages),
      },
      ended: {
        at: this.ends.at,
        listsBefore: this.listsBefore,
        daysAfter: own.filter(({ personId, endsAt }) => personId === this.ends.personId && endsAt > this.ends.at)
          .length,
      },
      withoutFactor: { upn: WITHOUT_FACTOR, days: own.filter(({ personId }) => personId === this.noFactor).length },
      facts: await monthFacts(city, own, visits, this.outages),
      officer: await officersWork(city),
      lost: lost && { upn: lost.upn, after: await afterLoss(city, lost.personId) },
    };
  }
}

type Tx = Parameters<Parameters<City['deps']['store']['transaction']>[0]>[0];

async function equip(tx: Tx, personId: string, from: Date, to: Date): Promise<void> {
  const deviceId = randomUUID();
  await tx.devices.add({
    id: deviceId,
    kind: 'own-pc',
    owner: personId,
    os: 'Windows 11',
    label: '自宅の PC',
    pledgedAt: null,
    state: 'in-use',
    registeredAt: from,
    admittedAt: from,
  });
  const certificate: Certificate = {
    serial: `1${randomBytes(15).toString('hex')}`,
    subject: `CN=${personId}`,
    deviceId,
    personId,
    authority: 'own',
    notBefore: from,
    notAfter: to,
    fingerprint: randomBytes(32).toString('hex'),
    state: 'handed-over',
    issuedAt: from,
    revokedAt: null,
    reason: null,
    renewalToldAt: null,
  };
  await tx.certificates.add(certificate);
}

/** Messages and cards of the ICT section, as one officer got them; their own days and requests are not among them. */
async function officersWork({ database, deps }: City): Promise<Record<string, number>> {
  const officers = deps.roles.peopleWith('ict');
  const { rows } = await sql<{ what: string; count: number }>`
    SELECT what, max(count)::integer AS count FROM (
      SELECT work ->> 'personId' AS officer,
             coalesce(work -> 'notice' -> 'fault' ->> 'code', work -> 'notice' ->> 'kind') AS what, count(*) AS count
        FROM outbox WHERE work ->> 'kind' = 'tell' AND work ->> 'personId' = ANY(${officers})
         AND (work -> 'notice' ->> 'kind') IN
             ('fault', 'short-days', 'lost-device', 'readiness-case', 'permission-mended', 'approval-request')
       GROUP BY 1, 2) AS each
     GROUP BY what ORDER BY 2 DESC, 1`.execute(database.db);
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
}

function yearAfter(from: Date): Date {
  return new Date(from.getTime() + 365 * 86_400_000);
}

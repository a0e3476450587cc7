import assert from 'node:assert/strict';
import { showConnect } from '../../../flows/conversation/own-bookings.ts';
import { showNotice } from '../../../flows/conversation/notice-view.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import { answerOfficer, askPerson, checkAgain, decideReadiness } from '../../../flows/readiness/decide-readiness.ts';
import { followReadiness } from '../../../flows/readiness/follow-readiness.ts';
import { importFactorList } from '../../../flows/readiness/import-factors.ts';
import type { ReadinessCaseView, ReadinessView } from '../../../flows/readiness/readiness-view.ts';
import { showReadinessReport } from '../../../flows/readiness/show-readiness.ts';
import { anOrganisation, aPool, at, idOf } from '../../support/builders.ts';
import { FakeOpenWays, FakeSecondFactors } from '../../support/fakes/fake-readiness.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { withGates } from './gate-builders.ts';

const DAY = '2026-12-09';
const APP = ['microsoftAuthenticatorPush'];

/** A stage with a report of second factors, where 'hanako' has none, 'taro' has. */
describe('readiness before a day', () => {
  let stage: Stage;
  let factors: FakeSecondFactors;
  let ways: FakeOpenWays;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());

  const begin = async (readiness: Organisation['readiness'], more: Partial<Organisation> = {}) => {
    await stage.reset(anOrganisation({ readiness, ...more }));
    stage.roles.set('ict', [idOf('officer'), idOf('colleague')]);
    await stage.people('boss', 'officer', 'colleague', ['hanako', { manager: 'boss' }], ['taro', { manager: 'boss' }]);
    factors = new FakeSecondFactors();
    ways = new FakeOpenWays();
    factors.set(idOf('hanako'), []);
    factors.set(idOf('taro'), APP);
  };
  const look = (subject = 'all') => followReadiness({ ...stage.deps, secondFactors: factors, ways }, subject);
  const booked = async (name: string, day = DAY) => {
    const bookings = await stage.request(name, { days: [day] });
    await stage.decide('boss', bookings);
    return bookings[0]!;
  };
  const found = async (name = 'hanako', day = DAY) =>
    (await stage.tx((tx) => tx.readiness.cases([idOf(name)], day))).find((one) => one.day === day);
  const officer = (name = 'officer') => stage.person(name);
  const decide = async (
    verdict: 'confirmed' | 'declined',
    words: string | null = null,
    by = 'officer',
    version?: number,
  ) => {
    const person = await officer(by);
    const one = await found();
    const command = { personId: idOf('hanako'), day: DAY, version: version ?? one?.version ?? 1, verdict, words };
    return stage.tx((tx) => decideReadiness(tx, stage.deps, person, command));
  };
  /** Members of the pool's group when the booked day begins. */
  const membersOn = async (day = DAY) => {
    stage.clock.set(at(`${day} 08:30`));
    await stage.advance();
    await stage.access();
    return stage.members();
  };
  const due = async (kind: string) => {
    const { rows } = await stage.database.owner.query<{ subject: string }>('SELECT subject FROM due WHERE kind = $1', [
      kind,
    ]);
    return rows.map(({ subject }) => subject).sort();
  };

  describe('with every gate off', () => {
    beforeEach(() => begin(withGates({})));

    it('asks nothing of anybody and keeps nothing', async () => {
      await booked('hanako');

      assert.equal(await look(), null);
      assert.equal(await look(idOf('hanako')), null);
      assert.deepEqual(factors.calls, []);
      assert.equal(await found(), undefined);
      assert.deepEqual(await due('readiness'), []);
      assert.deepEqual(await membersOn(), [idOf('hanako')]);
    });
  });

  describe('with a second factor that blocks', () => {
    beforeEach(() => begin(withGates({ 'second-factor': 'block' })));

    it('shows at once what is missing: on the draft, on the request and where the desktop is', async () => {
      await look();

      const draft = await stage.propose('hanako', { days: [DAY] });
      const booking = await booked('hanako');
      const person = await stage.person('hanako');
      const connect = await stage.tx((tx) => showConnect(tx, stage.deps, person));

      assert.deepEqual(
        draft.unready.map(({ reason }) => reason),
        ['no-second-factor'],
      );
      assert.equal(connect.next?.bookingId, booking.id);
      assert.deepEqual(
        connect.next?.unready.map(({ reason }) => reason),
        ['no-second-factor'],
      );
    });

    it('reads everybody once a day, and the one who has booked at booking', async () => {
      await look();
      await look();
      assert.deepEqual(factors.calls, ['everybody']);

      await booked('hanako');
      assert.deepEqual(await due('readiness'), [idOf('hanako')]);
      stage.clock.forward(5);
      await look(idOf('hanako'));
      assert.deepEqual(factors.calls, ['everybody', idOf('hanako')]);

      stage.clock.set(at('2026-12-02 08:30'));
      await look();
      assert.deepEqual(factors.calls, ['everybody', idOf('hanako'), 'everybody']);
    });

    it('keeps the person out on the day, and nobody else, and takes no booking away', async () => {
      await look();
      const mine = await booked('hanako');
      await booked('taro');
      stage.clock.set(at('2026-12-08 08:30'));
      await look();

      assert.deepEqual(await membersOn(), [idOf('taro')]);
      assert.equal((await stage.booking(mine.id)).status, 'active');
      stage.clock.set(at(`${DAY} 17:20`));
      await stage.advance();
      await stage.access();
      assert.ok(!stage.members().includes(idOf('hanako')), 'nor in its grace');
    });

    it('tells the person three working days before and on the last one, and opens one card for the officers', async () => {
      await look();
      await booked('hanako');
      for (const day of ['2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08', '2026-12-09']) {
        stage.clock.set(at(`${day} 08:30`));
        await look();
        await look(idOf('hanako'));
      }

      const told = (name: string) =>
        stage.toldTo(name).then((all) => all.filter((kind) => kind.startsWith('readiness')));
      assert.deepEqual(await told('hanako'), ['readiness', 'readiness']);
      assert.deepEqual(await told('officer'), ['readiness-case']);
      assert.deepEqual(await told('colleague'), ['readiness-case']);
      assert.deepEqual(
        [(await found())?.toldAheadAt, (await found())?.toldEveAt],
        [at('2026-12-04 08:30'), at('2026-12-08 08:30')],
      );
    });

    it('lets the person in as soon as they have registered one, and tells them, without an officer', async () => {
      await look();
      await booked('hanako');
      stage.clock.set(at('2026-12-08 08:30'));
      await look();
      assert.deepEqual(await membersOn(), []);

      factors.set(idOf('hanako'), ['softwareOneTimePasscode']);
      const person = await stage.person('hanako');
      const card = (await stage.tx((tx) => checkAgain(tx, stage.deps, person, { day: DAY }))) as ReadinessView;
      assert.equal(card.checking, true);
      await look(idOf('hanako'));

      assert.equal((await found())?.state, 'closed');
      assert.deepEqual(await due('access'), ['pool']);
      assert.deepEqual(await membersOn(), [idOf('hanako')]);
      assert.deepEqual((await stage.toldTo('hanako')).filter((kind) => kind === 'readiness').length, 2);
    });

    it('lets the person in for the day when an officer says so, and tells them', async () => {
      await look();
      await booked('hanako');
      await booked('hanako', '2026-12-10');
      stage.clock.set(at('2026-12-08 08:30'));
      await look();

      const view = (await decide('confirmed')) as ReadinessCaseView;

      assert.deepEqual([view.kind, view.state, view.problem], ['readiness-case', 'confirmed', null]);
      assert.deepEqual(await membersOn(), [idOf('hanako')]);
      const notice = { kind: 'readiness', day: DAY, news: 'confirmed' } as const;
      const person = await stage.person('hanako');
      const told = (await stage.tx((tx) => showNotice(tx, stage.deps, person, notice))) as ReadinessView;
      assert.deepEqual([told.state, told.officerName], ['confirmed', 'officer']);
      assert.ok((await stage.audit(idOf('hanako'))).includes('readiness-confirmed'));
      stage.clock.set(at('2026-12-09 18:00'));
      await stage.access();
      assert.deepEqual(await membersOn('2026-12-10'), [], 'for this day alone');
    });

    it('is decided once: a second press shows what was decided', async () => {
      await look();
      await booked('hanako');
      stage.clock.set(at('2026-12-08 08:30'));
      await look();
      const version = (await found())!.version;

      await decide('confirmed', null, 'officer', version);
      const late = (await decide('declined', 'no', 'colleague', version)) as ReadinessCaseView;

      assert.deepEqual([late.state, late.problem, late.decidedByName], ['confirmed', 'closed', 'officer']);
    });

    it('is declined with words that the person reads, and not without', async () => {
      await look();
      await booked('hanako');
      stage.clock.set(at('2026-12-08 08:30'));
      await look();

      const silent = (await decide('declined')) as ReadinessCaseView;
      const view = (await decide('declined', 'Fetch a token first.')) as ReadinessCaseView;

      assert.equal(silent.problem, 'words-missing');
      assert.equal(view.state, 'declined');
      const person = await stage.person('hanako');
      const notice = { kind: 'readiness', day: DAY, news: 'declined' } as const;
      const told = (await stage.tx((tx) => showNotice(tx, stage.deps, person, notice))) as ReadinessView;
      assert.deepEqual([told.state, told.words], ['declined', 'Fetch a token first.']);
      assert.deepEqual(await membersOn(), []);
    });

    it('is nothing to anybody who is no officer, and nobody decides on their own day', async () => {
      await look();
      await booked('hanako');
      stage.clock.set(at('2026-12-08 08:30'));
      await look();

      const stranger = await decide('confirmed', null, 'taro');
      stage.roles.set('ict', [idOf('hanako'), idOf('officer')]);
      const own = (await decide('confirmed', null, 'hanako')) as ReadinessCaseView;

      assert.deepEqual(stranger, { kind: 'sentence', sentence: 'neutral-refusal', timeZone: 'Asia/Tokyo' });
      assert.deepEqual([own.own, own.problem, own.state], [true, 'own-day', 'open']);
    });

    it('carries a question to the person and the answer back', async () => {
      await look();
      await booked('hanako');
      stage.clock.set(at('2026-12-08 08:30'));
      await look();
      const [asking, person] = [await officer(), await stage.person('hanako')];
      const { version } = (await found())!;

      const ofDay = { personId: idOf('hanako'), day: DAY, version };
      await stage.tx((tx) => askPerson(tx, stage.deps, asking, { ...ofDay, question: 'Have you a token?' }));
      const empty = (await stage.tx((tx) =>
        answerOfficer(tx, stage.deps, person, { day: DAY, answer: null }),
      )) as ReadinessView;
      await stage.tx((tx) => answerOfficer(tx, stage.deps, person, { day: DAY, answer: 'Yes.' }));

      assert.equal(empty.problem, 'answer-missing');
      assert.deepEqual((await stage.toldTo('officer')).filter((kind) => kind === 'readiness-case').length, 2);
      const notice = { kind: 'readiness-case', personId: idOf('hanako'), day: DAY, news: 'answered' } as const;
      const view = (await stage.tx((tx) => showNotice(tx, stage.deps, asking, notice))) as ReadinessCaseView;
      assert.deepEqual([view.question, view.answer], ['Have you a token?', 'Yes.']);
    });

    it('closes the case of a day that is cancelled', async () => {
      await look();
      const booking = await booked('hanako');
      stage.clock.set(at('2026-12-08 08:30'));
      await look();

      await stage.cancel('hanako', await stage.booking(booking.id));
      await look(idOf('hanako'));

      assert.deepEqual([(await found())?.state, (await found())?.blocked], ['closed', false]);
    });

    it('warns and lets in where the report cannot be read any more, and tells the officers once', async () => {
      await look();
      await booked('hanako');
      for (const day of ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08']) {
        stage.clock.set(at(`${day} 08:30`));
        factors.failNext('denied');
        const again = await look();
        assert.equal(again?.getTime(), at(`${day} 09:30`).getTime());
      }

      assert.deepEqual(
        (await found())?.results.map(({ standing, reason }) => [standing, reason]),
        [['warn', 'second-factor-unknown']],
      );
      assert.equal((await stage.toldTo('officer')).filter((kind) => kind === 'fault').length, 5);
      factors.failNext('denied');
      await look();
      assert.equal((await stage.toldTo('officer')).filter((kind) => kind === 'fault').length, 5, 'once a day');
      assert.deepEqual(await membersOn(), [idOf('hanako')]);
    });
  });

  describe('with an officer who confirms everybody', () => {
    beforeEach(() => begin(withGates({ 'second-factor': 'block' }, true)));

    it('asks once the others are green, keeps out until then, and lets in after', async () => {
      await look();
      await booked('taro');
      await booked('hanako');
      stage.clock.set(at('2026-12-04 08:30'));
      await look();

      assert.equal((await found('taro'))?.state, 'open');
      assert.equal((await found('hanako'))?.state, 'noted', 'the second factor comes first');
      assert.equal((await stage.toldTo('officer')).filter((kind) => kind === 'readiness-case').length, 1);

      factors.set(idOf('hanako'), APP);
      stage.clock.forward(5);
      await look(idOf('hanako'));
      assert.equal((await found('hanako'))?.state, 'open');
      await decide('confirmed');
      assert.deepEqual(await membersOn(), [idOf('hanako')]);
    });
  });

  describe('with the other gates', () => {
    it('reads the open ways of a pool once a day, reports them and rewrites nothing', async () => {
      await begin(withGates({ 'no-saving': 'warn' }), {
        pools: [
          aPool(),
          aPool({
            id: 'declared',
            group: 'g2',
            hostPool: 'hp2',
            noSaving: 'declared',
            for: { everyone: false, sections: [], people: ['x@city.example'] },
          }),
        ],
      });
      ways.open.set('pool', ['drives', 'printers']);
      await look();
      await look();

      const draft = await stage.propose('hanako', { days: [DAY] });
      await booked('hanako');
      const report = await stage.tx((tx) => showReadinessReport(tx, stage.deps, { day: DAY, person: null }));

      assert.deepEqual(draft.unready, [], 'it is nothing that the person can mend');
      assert.ok(report !== 'person-unknown');
      assert.deepEqual(report.lines[0]?.gates[0]?.ways, ['drives', 'printers']);
      assert.deepEqual(await stage.toldTo('officer'), ['fault']);
      for (const day of ['2026-12-02', '2026-12-03']) {
        stage.clock.set(at(`${day} 08:30`));
        await look();
      }
      assert.deepEqual(await stage.toldTo('officer'), ['fault'], 'told when it changes, not each morning');
      ways.open.set('pool', ['printers']);
      stage.clock.set(at('2026-12-04 08:30'));
      await look();
      assert.deepEqual(await stage.toldTo('officer'), ['fault', 'fault']);
    });

    it('holds a task to the network that it needs, named or said', async () => {
      const task = { id: 'tax', name: { ja: '税', en: 'Tax' }, remote: true, zone: 'lgwan' as const, words: ['tax'] };
      await begin(withGates({ 'network-zone': 'block' }), { tasks: [task] });

      const [said] = await stage.request('hanako', { days: [DAY], reason: 'the tax ledger' });
      await stage.decide('boss', [said!]);
      const out = await stage.tx((tx) => showReadinessReport(tx, stage.deps, { day: DAY, person: null }));
      stage.organisation = { ...stage.organisation, pools: [aPool({ zones: ['lgwan'] })] };
      const fits = await stage.tx((tx) => showReadinessReport(tx, stage.deps, { day: DAY, person: null }));

      assert.ok(out !== 'person-unknown' && fits !== 'person-unknown');
      assert.deepEqual(
        [out.lines[0]?.standing, out.lines[0]?.gates[0]?.reason, fits.lines[0]?.standing],
        ['block', 'lgwan-not-reached', 'ok'],
      );
    });

    it('takes a gateway’s list in, and counts whoever is not in it as not registered', async () => {
      await begin(withGates({ 'gateway-otp': 'block' }));
      await booked('hanako');
      const standing = async () =>
        stage.tx((tx) => showReadinessReport(tx, stage.deps, { day: null, person: 'hanako@city.example' }));
      const reasons = async (day: string) => {
        const report = await stage.tx((tx) => showReadinessReport(tx, stage.deps, { day, person: null }));
        return report === 'person-unknown' ? [] : report.lines.map(({ gates }) => gates[0]?.reason);
      };
      assert.deepEqual(await reasons(DAY), ['otp-unknown']);

      const first = await stage.tx((tx) =>
        importFactorList(tx, stage.deps, [
          { upn: 'taro@city.example', registered: true },
          { upn: 'x@y.z', registered: true },
        ]),
      );
      assert.deepEqual(first, { imported: 1, unknown: ['x@y.z'] });
      assert.deepEqual(await reasons(DAY), ['no-otp']);

      stage.clock.forward(1);
      await stage.tx((tx) => importFactorList(tx, stage.deps, [{ upn: 'hanako@city.example', registered: true }]));
      assert.deepEqual(await reasons(DAY), ['otp-registered']);
      assert.deepEqual(await due('readiness'), ['all', idOf('hanako')].sort());
      const mine = await standing();
      assert.ok(mine !== 'person-unknown' && mine.on);
    });
  });
});

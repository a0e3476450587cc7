import assert from 'node:assert/strict';
import { editDraft } from '../../../flows/booking/edit-draft.ts';
import { makePledge } from '../../../flows/registration/make-pledge.ts';
import type { PledgeView } from '../../../flows/registration/pledge.ts';
import { showNotice } from '../../../flows/conversation/notice-view.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import type { ProposalView, View } from '../../../flows/views.ts';
import { anOrganisation, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const PLEDGE: NonNullable<Organisation['pledge']> = {
  version: '2026-1',
  months: 12,
  text: { ja: '情報を守ります。', en: 'I will keep what I see to myself.' },
  ownDevice: { ja: '自分の機器を最新にします。', en: 'I keep my own device up to date.' },
};

describe('the pledge before a request', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ pledge: PLEDGE }));
    await stage.people('boss', 'taro', ['hanako', { manager: 'boss' }]);
  });

  const asked = (view: View): PledgeView => {
    assert.equal(view.kind, 'pledge', JSON.stringify(view));
    return view;
  };
  /** Presses the card's button as it was shown. */
  const pledge = async (name: string, view: PledgeView): Promise<View> => {
    const person = await stage.person(name);
    const command = {
      pledge: view.version,
      ownDevice: view.ownDevice !== null,
      draftId: view.draftId ?? undefined,
      version: view.draftVersion,
    };
    return stage.tx((tx) => makePledge(tx, stage.deps, person, command));
  };
  const withOwnDevice = async (draft: ProposalView): Promise<ProposalView> => {
    const person = await stage.person('hanako');
    const { draftId, version } = draft;
    const view = await stage.tx((tx) =>
      editDraft(tx, stage.deps, person, { draftId, version, input: { device: 'own' } }),
    );
    assert.equal(view.kind, 'proposal');
    return view;
  };
  const pledged = async () =>
    (await stage.tx((tx) => tx.pledges.of(idOf('hanako')))).map(({ version, ownDevice }) => ({ version, ownDevice }));
  const requests = async () => (await stage.tx((tx) => tx.bookings.between(null, null, idOf('hanako')))).length;

  it('is asked for at the tap that sends, and books nothing', async () => {
    const draft = await stage.propose('hanako');

    const view = asked(await stage.confirm('hanako', draft));

    assert.deepEqual([view.draftId, view.version, view.ownDevice], [draft.draftId, '2026-1', null]);
    assert.equal(await requests(), 0);
  });

  it('goes on to the same draft, which is sent then', async () => {
    const draft = await stage.propose('hanako');
    const view = asked(await stage.confirm('hanako', draft));

    const after = await pledge('hanako', view);
    const sent = await stage.confirm('hanako', after as ProposalView);

    assert.deepEqual([after.kind, (after as ProposalView).draftId], ['proposal', draft.draftId]);
    assert.equal(sent.kind, 'request');
    assert.deepEqual(await pledged(), [{ version: '2026-1', ownDevice: false }]);
    assert.deepEqual(await stage.audit(idOf('hanako')), ['pledged']);
  });

  it('is made once, however often it is pressed, and leads to the request when that has been sent', async () => {
    const view = asked(await stage.confirm('hanako', await stage.propose('hanako')));
    const after = (await pledge('hanako', view)) as ProposalView;
    await pledge('hanako', view);
    await stage.confirm('hanako', after);

    const again = await pledge('hanako', view);

    assert.equal(again.kind, 'request');
    assert.equal((await pledged()).length, 1);
    assert.equal(await requests(), 1);
  });

  it('is not asked for again until its months are over', async () => {
    const view = asked(await stage.confirm('hanako', await stage.propose('hanako')));
    await pledge('hanako', view);
    stage.clock.set(at('2027-12-01 08:59'));
    const before = await stage.confirm('hanako', await stage.propose('hanako', { days: ['2027-12-08'] }));
    stage.clock.set(at('2027-12-01 09:00'));

    const after = await stage.confirm('hanako', await stage.propose('hanako', { days: ['2027-12-09'] }));

    assert.deepEqual([before.kind, after.kind], ['request', 'pledge']);
  });

  it('is asked for anew with a new version; a card of the old one shows the new text and pledges nothing', async () => {
    const old = asked(await stage.confirm('hanako', await stage.propose('hanako')));
    stage.organisation = anOrganisation({ pledge: { ...PLEDGE, version: '2026-2' } });

    const shown = asked(await pledge('hanako', old));

    assert.deepEqual([shown.version, shown.draftId, await pledged()], ['2026-2', old.draftId, []]);
  });

  it('holds the rules for own devices only where one is used, and does not take what the card did not show', async () => {
    const draft = await stage.propose('hanako');
    const general = asked(await stage.confirm('hanako', draft));
    const own = await withOwnDevice(draft);

    const shown = asked(await pledge('hanako', general));
    const after = await pledge('hanako', shown);
    const sent = await stage.confirm('hanako', after as ProposalView);

    assert.equal(general.ownDevice, null);
    assert.deepEqual(shown.ownDevice, PLEDGE.ownDevice);
    assert.deepEqual([after.kind, (after as ProposalView).version, sent.kind], ['proposal', own.version, 'request']);
    // Both at the same instant of the clock.
    assert.deepEqual(new Set((await pledged()).map((one) => one.ownDevice)), new Set([false, true]));
  });

  it('is not asked for from somebody who does not take part: they are told that', async () => {
    const draft = await stage.propose('hanako');
    stage.organisation = anOrganisation({
      pledge: PLEDGE,
      participants: { sections: [], jobTitles: [], people: ['taro@city.example'] },
    });

    const view = await stage.confirm('hanako', draft);

    assert.equal((view as { sentence?: string }).sentence, 'not-participating');
  });

  it('is nobody’s to make for another: who is booked for is asked, once, and the draft waits', async () => {
    stage.roles.set('bookForOthers', [idOf('taro')]);
    const taro = await stage.person('taro');
    const draft = await stage.propose('taro');
    const kept = await stage.tx((tx) => tx.drafts.lock(draft.draftId));
    await stage.tx((tx) => tx.drafts.save({ ...kept!, forPersonId: idOf('hanako') }));
    const first = await stage.confirm('taro', draft);
    await stage.confirm('taro', draft);
    const hanako = await stage.person('hanako');
    const notice = await stage.tx((tx) => showNotice(tx, stage.deps, hanako, { kind: 'pledge', device: null }));

    const thanks = await pledge('hanako', asked(notice!));
    const sent = await stage.confirm('taro', draft);

    assert.equal((first as { sentence?: string }).sentence, 'pledge-missing');
    assert.deepEqual(
      (await stage.toldTo('hanako')).filter((one) => one === 'pledge'),
      ['pledge'],
    );
    assert.equal((thanks as { sentence?: string }).sentence, 'thanks');
    assert.equal(sent.kind, 'request');
    assert.deepEqual(await stage.tx((tx) => tx.pledges.of(taro.id)), []);
  });

  it('of one person’s card goes on to nobody else’s draft', async () => {
    const view = asked(await stage.confirm('hanako', await stage.propose('hanako')));

    const answer = await pledge('taro', view);

    assert.equal((answer as { sentence?: string }).sentence, 'thanks');
    assert.deepEqual(await pledged(), []);
  });

  it('does not stand in the way of an emergency', async () => {
    const emergency = { id: idOf('e'), sections: null, reason: '台風', state: 'on' as const, askedBy: idOf('boss') };
    const rest = { askedAt: stage.clock.now(), confirmedBy: null, beganAt: stage.clock.now(), endedBy: null };
    await stage.tx((tx) => tx.emergencies.add({ ...emergency, ...rest, endedAt: null, version: 1 }));

    const view = await stage.confirm('hanako', await stage.propose('hanako'));

    assert.equal(view.kind, 'request');
  });
});

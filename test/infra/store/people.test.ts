import assert from 'node:assert/strict';
import { languageOf } from '../../../flows/person.ts';
import type { Conversation } from '../../../flows/store.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { aBooking, aDirectoryPerson, aDraft, at, NO_TEXTS, NOW } from './store-builders.ts';

describe('people and chats in the store', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  beforeEach(() =>
    database.owner.query('TRUNCATE person, directory_look, booking, conversation, posted_card, proposal_draft CASCADE'),
  );

  const inTransaction: TestDatabase['store']['transaction'] = (work) => database.store.transaction(work);
  const byId = (id: string) => inTransaction((tx) => tx.people.byId(id));

  it('are refreshed by the directory and keep the languages of their own', async () => {
    await inTransaction((tx) => tx.people.saveFromDirectory([aDirectoryPerson({ mailboxLanguage: 'ja' })], NOW));
    await inTransaction((tx) => tx.people.saveLanguages('staff', { lastMessage: 'en', client: 'ja' }));

    await inTransaction((tx) =>
      tx.people.saveFromDirectory([aDirectoryPerson({ displayName: '佐藤 結衣', managerId: null })], at(1)),
    );

    assert.deepEqual(await byId('staff'), {
      id: 'staff',
      upn: 'tanaka.yui@kamakura.example',
      displayName: '佐藤 結衣',
      department: '総務課',
      jobTitle: '主事',
      managerId: null,
      goneAt: null,
      lastMessageLanguage: 'en',
      chosenLanguage: null,
      mailboxLanguage: 'ja',
      clientLanguage: 'ja',
    });
  });

  it('are gone since the directory has them no more, once, and back when it has them again', async () => {
    await inTransaction((tx) =>
      tx.people.saveFromDirectory([aDirectoryPerson(), aDirectoryPerson({ id: 'other', upn: 'o@x' })], NOW),
    );

    assert.deepEqual(await inTransaction((tx) => tx.people.markGone(['staff', 'unknown', 'x\0'], at(1))), ['staff']);
    assert.deepEqual(await inTransaction((tx) => tx.people.markGone(['staff'], at(2))), []);

    assert.deepEqual((await byId('staff'))?.goneAt, at(1));
    assert.deepEqual(await inTransaction((tx) => tx.people.present()), ['other']);
    assert.deepEqual(await inTransaction((tx) => tx.people.inDepartment('総務課')), ['other']);
    await inTransaction((tx) => tx.people.saveFromDirectory([aDirectoryPerson()], at(3)));
    assert.equal((await byId('staff'))?.goneAt, null);
    assert.deepEqual(await inTransaction((tx) => tx.people.present()), ['other', 'staff']);
  });

  it('are found by UPN among those who are here before those who are gone', async () => {
    await inTransaction((tx) => tx.people.saveFromDirectory([aDirectoryPerson({ id: 'new' })], NOW));
    await inTransaction((tx) => tx.people.saveFromDirectory([aDirectoryPerson({ id: 'old' })], at(1)));
    await inTransaction((tx) => tx.people.markGone(['old'], at(2)));

    assert.equal((await inTransaction((tx) => tx.people.byUpn('tanaka.yui@kamakura.example')))?.id, 'new');
  });

  it('are involved while they are gone as long as they hold bookings or are asked', async () => {
    const people = ['staff', 'manager', 'idle', 'here'].map((id) => aDirectoryPerson({ id }));
    await inTransaction(async (tx) => {
      await tx.people.saveFromDirectory(people, NOW);
      const lone = { personId: 'here', poolId: null };
      await tx.bookings.add(
        [
          aBooking({ personId: 'staff', poolId: null, approverIds: ['here'] }),
          aBooking({ ...lone, from: 2 }),
          aBooking({ ...lone, from: 4, approverIds: [] }),
        ],
        NO_TEXTS,
      );
      await tx.people.markGone(['staff', 'manager', 'idle'], at(1));
    });

    assert.deepEqual(await inTransaction((tx) => tx.people.goneButInvolved()), ['manager', 'staff']);
    const [lonely, ...more] = await inTransaction((tx) => tx.people.bookingsAskingNobody());
    assert.deepEqual((await inTransaction((tx) => tx.bookings.byId(lonely!)))?.startsAt, at(4));
    assert.deepEqual(more, []);
  });

  it('remember how far the directory was read', async () => {
    assert.equal(await inTransaction((tx) => tx.people.directoryLook()), null);
    await inTransaction((tx) =>
      tx.people.saveDirectoryLook({ changesToken: 'https://graph/delta?1', at: NOW, everybodyAt: NOW }),
    );
    const look = { changesToken: null, at: at(1), everybodyAt: NOW };

    await inTransaction((tx) => tx.people.saveDirectoryLook(look));

    assert.deepEqual(await inTransaction((tx) => tx.people.directoryLook()), look);
  });

  it('have the mailbox’s language only as far as it was read', async () => {
    await inTransaction((tx) => tx.people.saveFromDirectory([aDirectoryPerson({ mailboxLanguage: 'en' })], NOW));
    await inTransaction((tx) => tx.people.saveFromDirectory([aDirectoryPerson()], NOW));
    assert.equal(languageOf((await byId('staff'))!), 'en');

    await inTransaction((tx) => tx.people.saveFromDirectory([aDirectoryPerson({ mailboxLanguage: null })], NOW));
    assert.equal(languageOf((await byId('staff'))!), 'ja');
  });

  it('are found by UPN in any case, the one refreshed last where it went to another', async () => {
    await inTransaction((tx) => tx.people.saveFromDirectory([aDirectoryPerson({ id: 'old' })], NOW));
    await inTransaction((tx) => tx.people.saveFromDirectory([aDirectoryPerson({ id: 'new' })], at(1)));

    const found = await inTransaction((tx) => tx.people.byUpn('Tanaka.Yui@KAMAKURA.example'));

    assert.equal(found?.id, 'new');
    assert.equal(await inTransaction((tx) => tx.people.byUpn('nobody\0')), null);
    const upns = ['TANAKA.yui@kamakura.example', 'nobody@kamakura.example'];
    const many = await inTransaction((tx) => tx.people.byUpns(upns));
    assert.deepEqual(
      [...many].map(([upn, { id }]) => [upn, id]),
      [['tanaka.yui@kamakura.example', 'new']],
    );
  });

  it('are twenty thousand in one reading, twice the same person included', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      aDirectoryPerson({ id: `p${index}`, upn: `p${index}@kamakura.example`, department: `課${index % 40}` }),
    );

    await inTransaction((tx) => tx.people.saveFromDirectory([...many, { ...many[0]!, displayName: 'last' }], NOW));

    assert.equal((await byId('p0'))?.displayName, 'last');
    assert.equal((await inTransaction((tx) => tx.people.inDepartment('課7'))).length, 500);
  });

  it('have one conversation, which is blocked and reached again', async () => {
    const conversation: Conversation = {
      personId: 'staff',
      state: 'reachable',
      serviceUrl: 'https://smba.example/jp/',
      conversationId: 'a:1',
      userChannelId: '29:u',
      botChannelId: '28:b',
      channelId: 'msteams',
    };
    await inTransaction((tx) => tx.conversations.save(conversation, NOW));
    await inTransaction((tx) => tx.conversations.setState('staff', 'blocked', at(1)));
    assert.equal((await inTransaction((tx) => tx.conversations.of('staff')))?.state, 'blocked');

    await inTransaction((tx) =>
      tx.conversations.save({ ...conversation, serviceUrl: 'https://smba.example/emea/' }, at(2)),
    );

    assert.deepEqual(await inTransaction((tx) => tx.conversations.of('staff')), {
      ...conversation,
      serviceUrl: 'https://smba.example/emea/',
    });
    assert.equal(await inTransaction((tx) => tx.conversations.of('nobody')), null);
  });

  it('have cards, one for each activity, that change what they show', async () => {
    const card = {
      personId: 'staff',
      kind: 'draft' as const,
      subject: 'd',
      serviceUrl: 's',
      conversationId: 'c',
      activityId: '1',
    };
    await inTransaction(async (tx) => {
      await tx.postedCards.save(card);
      await tx.postedCards.save(card);
      await tx.postedCards.save({ ...card, activityId: '2', kind: 'approval', subject: 'r' });
    });

    await inTransaction((tx) =>
      tx.postedCards.rename({ kind: 'draft', subject: 'd' }, { kind: 'request', subject: 'r' }),
    );

    const [found, ...more] = await inTransaction((tx) => tx.postedCards.of('request', 'r'));
    assert.deepEqual(more, []);
    assert.deepEqual(await inTransaction((tx) => tx.postedCards.byId(found!.id)), {
      ...card,
      id: found!.id,
      kind: 'request',
      subject: 'r',
    });
    await inTransaction((tx) => tx.postedCards.remove(found!.id));
    assert.equal(await inTransaction((tx) => tx.postedCards.byId(found!.id)), null);
    assert.equal(await inTransaction((tx) => tx.postedCards.byId('x\0')), null);
  });

  it('have drafts that come back as they were saved last', async () => {
    const draft = aDraft({ reason: '保育園の\0送迎 😀' });
    await inTransaction((tx) => tx.drafts.save(draft));
    const second = {
      ...draft,
      version: 2,
      reason: '保育園の送迎 😀',
      requestId: 'r',
      notes: ['too-many-days' as const],
    };

    await inTransaction((tx) => tx.drafts.save(second));

    assert.deepEqual(await inTransaction((tx) => tx.drafts.lock(draft.id)), second);
    assert.equal(await inTransaction((tx) => tx.drafts.lock('unknown')), null);
    assert.equal(await inTransaction((tx) => tx.drafts.lock('\0')), null);
  });
});

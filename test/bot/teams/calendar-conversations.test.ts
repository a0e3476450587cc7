import assert from 'node:assert/strict';
import type { CalendarEntry } from '../../../flows/calendar/calendar-entry.ts';
import { anOrganisation } from '../../support/builders.ts';
import { anEntry, CalendarStage } from '../../flows/calendar/calendar-stage.ts';
import { cardOf, dataOf, openBot, type BotStage } from './bot-harness.ts';

describe('conversations about entries of the calendar', function () {
  this.timeout(60_000);
  let bot: BotStage;
  let calendar: CalendarStage;
  before(async () => {
    bot = await openBot();
    calendar = new CalendarStage(bot.stage);
  });
  after(() => bot.close());
  beforeEach(async () => {
    await bot.stage.reset(anOrganisation());
    await bot.stage.people(['hanako', { manager: 'manager' }], ['stranger', {}], ['manager', { manager: 'chief' }]);
    bot.channel.reset();
    bot.restart();
    await bot.reachable('hanako', 'stranger', 'manager');
  });

  const said = (card: unknown) => JSON.stringify(card);
  const lastCard = (name = 'hanako') => cardOf(bot.channel.sentTo(name).at(-1));
  const press = (verb: string, card: unknown, name = 'hanako') => bot.press(name, verb, dataOf(card, verb));
  async function says(...entries: CalendarEntry[]): Promise<void> {
    await calendar.says(...entries);
    await bot.deliver();
  }

  it('bring a card that one tap sends, and the approver’s card after it', async () => {
    await says(anEntry());
    const card = lastCard();
    await press('booking.confirm', card);
    await bot.deliver();

    assert.match(said(card), /予定表のテレワークを申請しますか/);
    assert.deepEqual(await calendar.stand(), ['2026-12-02 full pending']);
    assert.match(said(lastCard('manager')), /approval\.approve/);
  });

  it('quote what only looks like telework, and leave it alone after the tap that says so', async () => {
    await says(anEntry({ subject: '[テレワーク](https://evil.example)推進会議' }));
    const card = lastCard();
    const answer = await press('calendar.dismiss', card);
    const again = await press('calendar.dismiss', card);
    await says(anEntry({ subject: 'テレワーク推進会議' }));

    assert.match(said(card), /これはテレワークの予定ですか/);
    assert.match(said(card), /推進会議/);
    assert.doesNotMatch(said(card), /\]\(https/);
    assert.match(said(answer), /Nothing is requested/);
    assert.deepEqual(again, answer);
    assert.equal(bot.channel.sentTo('hanako').length, 1);
  });

  it('put what is entered next on the same card', async () => {
    await says(anEntry());
    await says(anEntry({ key: 'two', day: '2026-12-03' }));

    assert.equal(bot.channel.sentTo('hanako').length, 1);
    assert.match(said(bot.channel.calls), /12月3日/);
  });

  it('say what went back with a deleted entry, and ask for it again with one tap', async () => {
    await says(anEntry());
    await press('booking.confirm', lastCard());
    await calendar.gone('entry');
    await bot.deliver();
    const card = lastCard();
    const refused = await press('calendar.again', card, 'stranger');
    const proposal = await press('calendar.again', card);

    assert.match(said(card), /its calendar entry is gone/);
    assert.doesNotMatch(said(refused), /2 Dec/);
    assert.match(said(proposal), /booking\.confirm/);
    assert.match(said(proposal), /2 Dec/);
  });
});

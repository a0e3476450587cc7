import { sayDeputy } from '../approval/say-deputy.ts';
import { showWaiting } from '../approval/waiting-view.ts';
import { answerEmergency } from '../emergency/switch-emergency.ts';
import { answerLostDevice } from '../lost-device/report-lost-device.ts';
import { asksDevices, showDevices } from '../devices/show-devices.ts';
import { makeRecordLink } from '../records/record-link.ts';
import { proposeChange } from '../booking/propose-change.ts';
import { asksFeeds, showFeeds } from '../calendar/keep-feeds.ts';
import type { Deps } from '../deps.ts';
import type { Language } from '../organisation.ts';
import { languageOf, type Person } from '../person.ts';
import { meansToCome, sayLate } from '../no-show/say-late.ts';
import { showReturned } from '../no-show/no-show-view.ts';
import type { Tx } from '../store.ts';
import { understand } from '../understand/understand.ts';
import type { Understanding } from '../understand/understanding.ts';
import type { View } from '../views.ts';
import { tellWork } from '../work/record-work.ts';
import { askBooking, asksAsLastWeek } from './ask-booking.ts';
import { showAllowance } from './show-allowance.ts';
import { showTeam } from './show-team.ts';
import { showCancel, showConnect, showList } from './own-bookings.ts';

/** 「木曜以降の予約を全部」, “Thursday and later”: the day named and all after it. */
const OPEN_END = /以降|以後|から先|から後|onwards?\b|and (?:later|after)|from then on/i;

/** 「自分の記録を見せて」, “my records”. */
const ASKS_RECORDS = /(?:自分|わたし|私)(?:の|に関する)記録|my (?:own )?records?\b/i;

/** 「緊急事態を終了」: the card of what is on has the button that ends it. */
const ENDS_EMERGENCY = /(?:緊急|非常)[^。]{0,12}(?:終了|解除|終わり)|end (?:of )?the emergency/i;

/** What a wish to see something is taken for; a booking is never one for an address. */
const ASKING = new Set<Understanding['intent']>(['list', 'connect', 'help', 'unknown']);

/** Longer messages are not read; the person is asked for less. */
export const LONGEST_MESSAGE = 4_000;

/**
 * What the bot answers to a message, and in which language. Runs in the transaction that claims the activity. Writing decides nothing by
 * itself: a booking is sent, and cancelled, by a button.
 */
export async function answerMessage(
  tx: Tx,
  deps: Deps,
  person: Person,
  text: string,
): Promise<{ view: View; language: Language }> {
  const { timeZone } = deps.organisation();
  if (text.length > LONGEST_MESSAGE)
    return { view: { kind: 'sentence', sentence: 'message-too-long', timeZone }, language: languageOf(person) };
  const understanding = understand(text, { now: deps.clock.now(), timeZone });
  // A message without a letter (an emoji, a number) says nothing of its language.
  const spoken = /\p{L}/u.test(text) ? understanding.language : null;
  if (spoken && spoken !== person.lastMessageLanguage)
    await tx.people.saveLanguages(person.id, { lastMessage: spoken });
  const view = await answer(tx, deps, person, understanding, text);
  return { view, language: spoken ?? languageOf(person) };
}

async function answer(tx: Tx, deps: Deps, person: Person, understanding: Understanding, text: string): Promise<View> {
  // 「予定表」 and “calendar” alone ask for the list.
  if (ASKING.has(understanding.intent) && asksFeeds(text)) return showFeeds(tx, deps, person);
  switch (understanding.intent) {
    case 'book':
      return askBooking(tx, deps, person, understanding, text);
    case 'change':
      return proposeChange(tx, deps, person, understanding);
    case 'allowance':
      return showAllowance(tx, deps, person, understanding.days ?? []);
    case 'team':
      return showTeam(tx, deps, person, understanding.days ?? []);
    case 'list':
      return showList(tx, deps, person, { days: understanding.days ?? [] });
    case 'cancel':
      return showCancel(tx, deps, person, understanding.days ?? [], { andLater: OPEN_END.test(text) });
    case 'connect': {
      const returned = await showReturned(tx, deps, person);
      if (returned) return returned;
      // Whoever asks for the way there is not staying away.
      await sayLate(tx, deps, person, text);
      return showConnect(tx, deps, person);
    }
    case 'start-work':
    case 'pause-work':
    case 'resume-work':
    case 'finish-work':
      return tellWork(tx, deps, person, { ...understanding, intent: understanding.intent }, text);
    case 'emergency':
      return answerEmergency(tx, deps, person, { text, reason: understanding.reason ?? null });
    case 'lost-device':
      return answerLostDevice(tx, deps, person, text);
    case 'approvals':
      return showWaiting(tx, deps, person);
    case 'deputy':
      return sayDeputy(tx, deps, person, understanding);
    case 'help':
      return { kind: 'help', notUnderstood: false };
    case 'unknown':
      if (ASKS_RECORDS.test(text)) return makeRecordLink(tx, deps, person);
      if (asksDevices(text)) {
        const devices = await showDevices(tx, deps, person);
        if (devices) return devices;
      }
      if (ENDS_EMERGENCY.test(text)) return answerEmergency(tx, deps, person, { text, reason: null });
      // A draft alone: nothing is sent by these words.
      if (meansToCome(text)) {
        const came = (await showReturned(tx, deps, person)) ?? (await sayLate(tx, deps, person, text));
        if (came) return came;
      }
      if (asksAsLastWeek(text)) return askBooking(tx, deps, person, { ...understanding, intent: 'book' }, text);
      return { kind: 'help', notUnderstood: true };
  }
}

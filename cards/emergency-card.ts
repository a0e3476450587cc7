import type { EmergencyToldView, EmergencyView } from '../flows/emergency/emergency-view.ts';
import type { Language, Localised } from '../flows/organisation.ts';
import {
  type AdaptiveCard,
  adaptiveCard,
  banner,
  type Element,
  type ExecuteAction,
  heading,
  labelled,
  text,
  type Verb,
} from './adaptive-card.ts';
import { bookingBox, bookingInShort, dayIn, nameIn, type Speech, speechFor } from './booking-box.ts';
import { standingLines } from './booking-standing.ts';
import { formatInstant } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { type EmergencyText, emergencyTextIn } from './texts/emergency.ts';
import { withinLimit } from './within-limit.ts';

const REASON_LENGTH = 500;
/** Sections named in a line; the rest is a number. */
const NAMES_SHOWN = 12;

/** For those who may switch: the form, or an emergency and what can be done about it. */
export function emergencyCard(view: EmergencyView, language: Language): AdaptiveCard {
  const speech = speechFor(language, view.timeZone, []);
  const words = emergencyTextIn(language);
  const title = words.titles[view.state];
  const body: Element[] = [heading(title)];
  if (view.problem !== null) body.push(banner(words.problems[view.problem], 'warning'));
  body.push(...(view.state === 'form' ? form(view, words, language) : standing(view, speech, words)));
  const actions = actionsOf(view, words);
  return adaptiveCard(language, title, body, actions);
}

function form(view: EmergencyView, words: EmergencyText, language: Language): Element[] {
  const reason = plainReason(view.reason);
  return [
    text(words.what),
    ...(view.twoPeople ? [text(words.twoPeople)] : []),
    {
      type: 'Input.ChoiceSet',
      id: 'scope',
      label: words.scope,
      style: 'compact',
      isMultiSelect: true,
      isRequired: true,
      errorMessage: words.scopeError,
      choices: [
        { title: words.everybody, value: 'all' },
        ...view.sections.map(({ id, name }) => ({ title: plainText(name[language], 60) || id, value: id })),
      ],
      ...(view.chosen.length > 0 ? { value: view.chosen.join() } : {}),
    },
    {
      type: 'Input.Text',
      id: 'reason',
      label: words.reason,
      placeholder: words.reasonHint,
      isMultiline: true,
      maxLength: REASON_LENGTH,
      isRequired: true,
      errorMessage: words.reasonError,
      ...(reason ? { value: reason } : {}),
    },
  ];
}

function standing(view: EmergencyView, speech: Speech, words: EmergencyText): Element[] {
  const at = (instant: Date) => formatInstant(instant, view.timeZone, speech.language, null);
  const people = view.people === null ? '' : `${speech.language === 'ja' ? '・' : ', '}${words.people(view.people)}`;
  const facts: Element[] = [
    ...labelled(words.scope, `${scopeIn(view.scope, speech, words)}${people}`),
    ...reasonLines(view.reason, words),
  ];
  if (view.askedByName && view.askedAt)
    facts.push(text(words.askedBy(nameIn(view.askedByName), at(view.askedAt)), { spacing: 'medium' }));
  if (view.confirmedByName) facts.push(text(words.confirmedBy(nameIn(view.confirmedByName)), { spacing: 'small' }));
  if (view.beganAt) facts.push(text(words.began(at(view.beganAt)), { spacing: 'small' }));
  if (view.beganAt) facts.push(text(words.done(view.told, view.approved, view.waitlisted), { spacing: 'small' }));
  return [{ type: 'Container', style: 'emphasis', items: facts }, ...nextFor(view, words, at)];
}

function nextFor(view: EmergencyView, words: EmergencyText, at: (instant: Date) => string): Element[] {
  const by = nameIn(view.endedByName ?? '');
  if (view.state === 'asked') return [text(view.own ? words.waitsForAnother : words.pleaseConfirm)];
  if (view.state === 'on') return [text(words.endHint)];
  if (view.state === 'withdrawn') return [text(words.withdrawn(by))];
  return view.endedAt ? [text(words.ended(by, at(view.endedAt)))] : [];
}

function actionsOf(view: EmergencyView, words: EmergencyText): ExecuteAction[] {
  const data = { emergencyId: view.emergencyId, version: view.version };
  const button = (verb: Verb, title: string, style?: ExecuteAction['style']): ExecuteAction => ({
    type: 'Action.Execute',
    verb,
    title,
    ...(style ? { style } : {}),
    data,
  });
  const another = button('emergency.form', words.another);
  switch (view.state) {
    case 'form':
      return [button('emergency.begin', view.twoPeople ? words.ask : words.begin, 'destructive')];
    case 'asked':
      return [
        ...(view.own ? [] : [button('emergency.confirm', words.confirm, 'destructive')]),
        button('emergency.withdraw', words.withdraw),
      ];
    case 'on':
      return [button('emergency.end', words.end, 'destructive'), another];
    default:
      return [another];
  }
}

/** For everybody in the scope: what has happened, what to do, one tap to do it, and their own bookings. */
export function emergencyToldCard(view: EmergencyToldView, language: Language): AdaptiveCard {
  const days = [...view.bookings.map((line) => line.day), ...(view.day ? [view.day] : [])];
  const speech = speechFor(language, view.timeZone, days);
  const words = emergencyTextIn(language);
  const { told } = words;
  const title = told.titles[view.state];
  return withinLimit((inFull) => ({
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText: title,
    body: [
      heading(title),
      ...(view.dayChanged ? [banner(told.dayChanged, 'warning')] : []),
      text(view.state === 'on' ? told.how : told.ended),
      ...labelled(words.scope, scopeIn(view.scope, speech, words)),
      ...(view.state === 'on' ? reasonLines(view.reason, words) : []),
      ...(view.bookings.length > 0 ? [text(told.own, { weight: 'bolder', spacing: 'medium' })] : []),
      ...view.bookings.map((line, index) =>
        index < inFull ? bookingBox(line, speech, standingLines(line, speech)) : bookingInShort(line, speech),
      ),
    ],
    ...(view.day === null ? {} : { actions: [bookButton(view, view.day, speech, words)] }),
  }));
}

function bookButton(view: EmergencyToldView, day: string, speech: Speech, { told }: EmergencyText): ExecuteAction {
  return {
    type: 'Action.Execute',
    verb: 'emergency.book',
    title: view.isToday ? told.today : told.onDay(dayIn(speech, day)),
    style: 'positive',
    data: { emergencyId: view.emergencyId, version: view.version, day },
  };
}

function scopeIn(scope: Localised[] | null, { language, words: { comma } }: Speech, words: EmergencyText): string {
  if (scope === null) return words.everybody;
  const names = scope.map((name) => plainText(name[language], 60)).filter(Boolean);
  if (names.length === 0) return '-';
  const more = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(comma) + (more > 0 ? `${comma}+${more}` : '');
}

function reasonLines(reason: string | null, words: EmergencyText): Element[] {
  const said = plainReason(reason);
  return said ? labelled(words.reason, said) : [];
}

function plainReason(reason: string | null): string {
  return reason === null ? '' : plainText(reason, REASON_LENGTH);
}

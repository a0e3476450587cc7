import type { LostDevice } from '../flows/lost-device/lost-device-report.ts';
import type { LostDeviceView } from '../flows/lost-device/lost-device-view.ts';
import type { Language } from '../flows/organisation.ts';
import {
  type AdaptiveCard,
  adaptiveCard,
  banner,
  type Element,
  type ExecuteAction,
  heading,
  labelled,
  text,
} from './adaptive-card.ts';
import { bookingInShort, nameIn, namesIn, type Speech, speechFor } from './booking-box.ts';
import { formatInstant } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { deviceTextIn } from './texts/device.ts';
import { type LostDeviceText, lostDeviceTextIn } from './texts/lost-device.ts';
import { withinLimit } from './within-limit.ts';

const NOTE_LENGTH = 500;
const DEVICES: readonly LostDevice[] = ['own', 'lent', 'mobile-pc', 'phone', 'other'];

/** A lost device: the form, what was done and what to do besides, and what the ICT section is told. */
export function lostDeviceCard(view: LostDeviceView, language: Language): AdaptiveCard {
  const speech = speechFor(
    language,
    view.timeZone,
    view.bookings.map((line) => line.day),
  );
  const words = lostDeviceTextIn(language);
  const title = words.titles[view.state];
  return withinLimit((inFull) => {
    const actions = actionsOf(view, words);
    return adaptiveCard(language, title, [heading(title), ...bodyOf(view, speech, words, inFull)], actions);
  });
}

function bodyOf(view: LostDeviceView, speech: Speech, words: LostDeviceText, inFull: number): Element[] {
  const stopped = view.state === 'stopped' || view.cancelled > 0;
  const shown = view.bookings.slice(0, inFull).map((line) => bookingInShort(line, speech));
  switch (view.state) {
    case 'form':
      return form(view, words);
    case 'told':
      return [
        text(words.told(nameIn(view.personName ?? ''))),
        ...said(view, words),
        ...(view.at ? [text(words.reportedAt(formatInstant(view.at, view.timeZone, speech.language, null)))] : []),
        ...(view.revoked > 0 ? [banner(deviceTextIn(speech.language).lost.toldRevoked(view.revoked), 'good')] : []),
        banner(words.todo[view.device ?? 'other'], 'warning'),
        text(view.bookings.length > 0 ? words.bookings(view.bookings.length) : words.none),
      ];
    default:
      return [
        ...(stopped ? [banner(words.stopped(view.cancelled), 'good')] : []),
        ...(view.state === 'reported' ? [text(words.reported(namesIn(speech, view.ictNames) || null))] : []),
        ...(view.revoked > 0 ? [banner(deviceTextIn(speech.language).lost.revoked(view.revoked), 'good')] : []),
        ...said(view, words),
        text(words.phone, { weight: 'bolder' }),
        text(words.police),
        text(view.bookings.length > 0 ? words.offerStop(view.bookings.length) : words.nothingOpen),
        ...shown,
        ...(stopped ? [text(words.found)] : []),
      ];
  }
}

function said({ device, sinceWhen, note }: LostDeviceView, words: LostDeviceText): Element[] {
  const parts = [
    device ? words.devices[device] : '',
    plainText(sinceWhen ?? '', 100),
    plainText(note ?? '', NOTE_LENGTH),
  ];
  const [what, ...more] = parts.filter(Boolean);
  if (!what) return [];
  return [...labelled(words.lost, what), ...more.map((line) => text(line, { spacing: 'none' }))];
}

function form({ device, sinceWhen, note, problem }: LostDeviceView, words: LostDeviceText): Element[] {
  const [oldSince, oldNote] = [plainText(sinceWhen ?? '', 100), plainText(note ?? '', NOTE_LENGTH)];
  return [
    ...(problem ? [banner(words.problems[problem], 'warning')] : []),
    text(words.intro),
    {
      type: 'Input.ChoiceSet',
      id: 'device',
      label: words.device,
      style: 'expanded',
      isRequired: true,
      errorMessage: words.deviceError,
      choices: DEVICES.map((one) => ({ title: words.devices[one], value: one })),
      ...(device ? { value: device } : {}),
    },
    {
      type: 'Input.Text',
      id: 'since',
      label: words.since,
      placeholder: words.sinceHint,
      maxLength: 100,
      ...(oldSince ? { value: oldSince } : {}),
    },
    {
      type: 'Input.Text',
      id: 'note',
      label: words.note,
      placeholder: words.noteHint,
      isMultiline: true,
      maxLength: NOTE_LENGTH,
      ...(oldNote ? { value: oldNote } : {}),
    },
  ];
}

function actionsOf(view: LostDeviceView, words: LostDeviceText): ExecuteAction[] {
  const data = { reportId: view.reportId, version: view.version };
  if (view.state === 'form')
    return [{ type: 'Action.Execute', verb: 'lost-device.report', title: words.report, style: 'positive', data }];
  if (view.state === 'told' || view.bookings.length === 0) return [];
  const bookings = view.bookings.map(({ bookingId, version }) => ({ bookingId, version }));
  const title = words.stop(bookings.length);
  return [
    { type: 'Action.Execute', verb: 'lost-device.stop', title, style: 'destructive', data: { ...data, bookings } },
  ];
}

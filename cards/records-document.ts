import type { Language } from '../flows/organisation.ts';
import type { PersonRecords, RecordedBooking, RecordedCertificate } from '../flows/records/person-records.ts';
import { speechFor } from './booking-box.ts';
import { formatDay, formatTime, formatTimes, localDayOf } from './day-and-time.ts';
import { touchedLine } from './rule-sentences.ts';
import { readinessTextIn } from './texts/readiness.ts';
import { deviceTextIn } from './texts/device.ts';
import { recordsTextIn } from './texts/records.ts';
import { textIn } from './texts/text-in.ts';

/** A person's records in words: what the page and the terminal show. Rows without a value are left out. */
export interface RecordsDocument {
  title: string;
  lead: string;
  sections: { title: string; none: string; entries: { title: string; rows: [label: string, value: string][] }[] }[];
}

/** Entries of the audit log that are shown; the file has all of them. */
const AUDIT_SHOWN = 500;

/** Pure: the same records give the same words. People's own words are left as they are; whoever shows them escapes them. */
export function recordsDocument(records: PersonRecords, language: Language): RecordsDocument {
  const words = recordsTextIn(language);
  const { labels, sections, who } = words;
  const { parts, places, devices, statuses, dot, colon } = textIn(language);
  const readiness = readinessTextIn(language);
  const { kinds, states: deviceStates, told } = deviceTextIn(language);
  const { timeZone, person } = records;
  const day = (one: string) => formatDay(one, language, true);
  const instant = (at: Date) => `${day(localDayOf(at, timeZone))} ${formatTime(at, timeZone)}`;
  const named = (by: string) => (by in who ? who[by as keyof typeof who] : by);
  const rows = (all: [string, string | null | undefined | false][]) =>
    all.filter((row): row is [string, string] => typeof row[1] === 'string' && row[1] !== '');
  const decider = (one: { by: string; inPlaceOf: string | null }) =>
    one.inPlaceOf === null ? named(one.by) : words.inPlaceOf(named(one.by), named(one.inPlaceOf));
  const { languages } = person;
  const hidden = Math.max(0, records.audit.length - AUDIT_SHOWN);
  return {
    title: words.title,
    lead: words.lead(person.name, instant(records.at)),
    sections: [
      {
        ...sections.person,
        entries: [
          {
            title: person.name,
            rows: rows([
              [labels.upn, person.upn],
              [labels.department, person.department],
              [labels.jobTitle, person.jobTitle],
              [
                labels.languages,
                [languages.lastMessage, languages.chosen, languages.mailbox, languages.client]
                  .map((one) => one ?? words.none)
                  .join(dot),
              ],
              [labels.chat, records.chat && words.chat[records.chat.state]],
            ]),
          },
        ],
      },
      { ...sections.bookings, entries: records.bookings.map(booked) },
      {
        ...sections.drafts,
        entries: records.drafts.map((draft) => ({
          title: instant(draft.at),
          rows: rows([
            [
              labels.days,
              draft.days.map((one) => `${day(one.day)} ${one.part === 'half' ? '' : parts[one.part]}`.trim()).join(dot),
            ],
            [labels.sent, draft.sent ? words.yes : words.no],
            [labels.forSomebodyElse, draft.forSomebodyElse && words.yes],
            [labels.where, whereOf(draft.place, draft.device)],
            [labels.reason, draft.reason],
            [labels.category, draft.category],
            [labels.task, draft.task],
            [labels.contact, draft.contact],
            [labels.material, draft.material],
          ]),
        })),
      },
      {
        ...sections.work,
        entries: records.workingTimes.map((one) => ({
          title: day(one.day),
          rows: one.entries.map((entry): [string, string] => [
            `${entry.number}. ${words.moves[entry.move]}`,
            [
              instant(entry.at),
              `${labels.writtenAt}${colon}${instant(entry.writtenAt)}`,
              ...(entry.corrects === null ? [] : [words.corrects(entry.corrects)]),
              ...(entry.own ? [] : [words.writtenByOthers]),
            ].join(dot),
          ]),
        })),
      },
      {
        ...sections.pledges,
        entries: records.pledges.map((one) => ({
          title: one.version,
          rows: [
            [labels.writtenAt, instant(one.pledgedAt)],
            [labels.ownDevice, one.ownDevice ? words.yes : words.no],
          ],
        })),
      },
      {
        ...sections.devices,
        entries: [
          ...records.devices.map((one) => ({
            title: one.label,
            rows: rows([
              [labels.device, [kinds[one.kind], one.os].filter(Boolean).join(dot)],
              [labels.status, deviceStates[one.state]],
              [labels.writtenAt, instant(one.registeredAt)],
              ...one.certificates.map(held),
            ]),
          })),
          ...records.otherCertificates.map((one) => ({ title: labels.certificate, rows: [held(one)] })),
        ],
      },
      {
        ...sections.feedback,
        entries: records.feedback.map((one) => ({
          title: day(one.day),
          rows: rows([
            [labels.score, one.score === null ? words.none : `${one.score}`],
            [labels.line, one.line],
            [labels.writtenAt, one.givenAt && instant(one.givenAt)],
          ]),
        })),
      },
      {
        ...sections.visits,
        entries: records.visits.map((one) => ({
          title: instant(one.cameAt),
          rows: rows([
            [labels.pool, one.pool[language]],
            [labels.leftOpenAt, one.leftOpenAt && instant(one.leftOpenAt)],
            [labels.endedAt, instant(one.endedAt)],
          ]),
        })),
      },
      {
        ...sections.licences,
        entries: [
          ...records.licences.had.map((one) => ({
            title: one.licence[language],
            rows: rows([
              [labels.lentAt, instant(one.from)],
              [labels.returnedAt, one.returnedAt && instant(one.returnedAt)],
              [labels.lockedUntil, one.lockedUntil && instant(one.lockedUntil)],
            ]),
          })),
          ...records.licences.missed.map((one) => ({
            title: one.licence[language],
            rows: rows([
              [labels.missedOn, day(one.day)],
              [labels.askedAt, instant(one.askedAt)],
            ]),
          })),
          ...(records.licences.assigned ? [records.licences.assigned] : []).map((one) => ({
            title: labels.assigned,
            rows: rows([
              [labels.products, one.products.join(', ') || null],
              [labels.plans, one.plans.join(', ') || null],
              [labels.writtenAt, instant(one.readAt)],
            ]),
          })),
          ...records.licences.devices.map((one) => ({
            title: one.licence[language],
            rows: rows([
              [labels.boundTo, one.device],
              [labels.writtenAt, instant(one.firstSeen)],
              [labels.boundUntil, instant(one.boundUntil)],
            ]),
          })),
        ],
      },
      { ...sections.calendar, entries: calendarEntries() },
      {
        ...sections.readiness,
        entries: [
          ...records.secondFactors.map((one) => ({
            title: readiness.gates[one.kind],
            rows: rows([
              [labels.status, one.registered ? words.yes : words.no],
              [labels.details, one.methods.join(dot)],
              [labels.writtenAt, instant(one.readAt)],
            ]),
          })),
          ...records.readiness.map((one) => ({
            title: day(one.day),
            rows: rows([
              [labels.status, one.missing.map((reason) => readiness.said[reason]).join(' ')],
              [readiness.question, one.question],
              [readiness.answer, one.answer],
              [readiness.words, one.words],
            ]),
          })),
        ],
      },
      {
        ...sections.deputies,
        entries: records.deputies.map((one) => ({
          title: words.roles[one.role](named(one.with)),
          rows: [[labels.days, `${day(one.from)} – ${day(one.to)}`]],
        })),
      },
      {
        ...sections.audit,
        title: hidden > 0 ? `${sections.audit.title} (${words.more(hidden)})` : sections.audit.title,
        entries: records.audit.slice(hidden).map((one) => ({
          title: `${instant(one.at)} ${one.kind}`,
          rows: rows([
            [labels.by, named(one.by)],
            [labels.about, one.aboutOthers ? words.aboutOthers : one.day && day(one.day)],
            [labels.facts, shownJson(one.facts)],
            [labels.details, shownJson(one.details)],
          ]),
        })),
      },
    ],
  };

  function held({ serial, notAfter, revokedAt, reason }: RecordedCertificate): [string, string] {
    const ended = reason && revokedAt ? [`${told.reasons[reason]} (${instant(revokedAt)})`] : [];
    return [labels.certificate, [serial, `– ${instant(notAfter)}`, ...ended].join(dot)];
  }

  function calendarEntries() {
    const { outlook, entries, absences, feeds, questions, sources } = records.calendar;
    const ofDay = ({ day: one, part, from, to }: (typeof entries)[number]['days'][number]) =>
      `${day(one)} ${from && to ? `${from}–${to}` : parts[part]}`;
    const span = (one: { startsAt: Date; endsAt: Date }) => `${instant(one.startsAt)} – ${instant(one.endsAt)}`;
    const all: [string, [string, string | null | undefined | false][]][] = [
      ...(outlook ? [outlook] : []).map((one): (typeof all)[number] => [
        labels.outlook,
        [
          [labels.status, one.ending && words.ending],
          [labels.lookedAt, one.lookedAt && instant(one.lookedAt)],
          [labels.subscribedUntil, one.subscribedUntil && instant(one.subscribedUntil)],
          [labels.failing, one.failing],
        ],
      ]),
      ...entries.map((one): (typeof all)[number] => [
        words.entryKinds[one.kind],
        [
          [labels.source, one.source],
          [labels.days, one.days.map(ofDay).join(dot)],
          [labels.where, whereOf(one.place, null)],
          [labels.subject, one.subject],
          [labels.status, one.gone && words.deleted],
        ],
      ]),
      ...absences.map((one): (typeof all)[number] => [labels.away, [[labels.days, span(one)]]]),
      ...questions.map((one): (typeof all)[number] => [
        labels.question,
        [
          [labels.days, day(one.day)],
          [labels.movedTo, one.moved ? span(one.moved) : words.deleted],
          [labels.askedAt, instant(one.askedAt)],
        ],
      ]),
      ...feeds.map((one): (typeof all)[number] => [
        labels.feed,
        [
          [labels.kind, words.feeds[one.feed]],
          [labels.madeAt, instant(one.madeAt)],
          [labels.readAt, one.readAt && instant(one.readAt)],
          [labels.revokedAt, one.revokedAt && instant(one.revokedAt)],
        ],
      ]),
      ...(sources.length > 0 ? [[labels.sources, [[labels.source, sources.join(', ')]]] as (typeof all)[number]] : []),
    ];
    return all.map(([title, said]) => ({ title, rows: rows(said) }));
  }

  function booked(one: RecordedBooking) {
    return {
      title: `${day(one.day)} ${formatTimes(one.startsAt, one.endsAt, timeZone)} ${parts[one.part]}`,
      rows: [
        ...rows([
          [labels.status, statuses[one.status]],
          [labels.where, whereOf(one.place, one.device)],
          [labels.pool, one.pool?.[language]],
          [labels.askedAt, instant(one.askedAt)],
          [labels.bySomebodyElse, one.bySomebodyElse && words.yes],
          [labels.beyond, touchedLine(one.beyond, speechFor(language, timeZone, [one.day]))],
          [labels.reason, one.reason],
          [labels.category, one.category?.[language]],
          [labels.contact, one.contact],
          [labels.material, one.material],
          [labels.approvers, one.approvers.map(named).join(dot)],
        ]),
        ...one.decisions.map((decision): [string, string] => [
          words.verdicts[decision.verdict],
          `${decider(decision)}${dot}${instant(decision.at)}`,
        ]),
        ...rows([[labels.comment, one.comment]]),
        ...one.notes.map((note): [string, string] => [
          `${words.note(named(note.by))} (${instant(note.at)})`,
          note.text,
        ]),
      ],
    };
  }

  function whereOf(place: string | null, device: string | null): string {
    const said = [places[place as keyof typeof places], devices[device as keyof typeof devices]];
    return said.filter((one) => one !== undefined).join(dot);
  }
}

function shownJson(value: Record<string, unknown> | null): string | null {
  const said = Object.entries(value ?? {}).filter(
    ([, one]) => one !== null && !(Array.isArray(one) && one.length === 0),
  );
  return said.length > 0 ? JSON.stringify(Object.fromEntries(said)) : null;
}

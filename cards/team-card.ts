import type { Away, TeamView } from '../flows/conversation/show-team.ts';
import type { Language } from '../flows/organisation.ts';
import { type AdaptiveCard, adaptiveCard, type Element, heading, text } from './adaptive-card.ts';
import { dayIn, nameIn, type Speech, speechFor, timesIn } from './booking-box.ts';
import { plainText } from './plain-text.ts';
import { ownTextIn } from './texts/own.ts';
import { withinLimit } from './within-limit.ts';

/** Who of the section is where, day by day. Names, places and times alone: why is nobody's business. */
export function teamCard(view: TeamView, language: Language): AdaptiveCard {
  const speech = speechFor(
    language,
    view.timeZone,
    view.days.map(({ day }) => day),
  );
  const { team } = ownTextIn(language);
  const title = team.title(view.section === null ? null : plainText(view.section[language], 60));
  return withinLimit((inFull) =>
    adaptiveCard(language, title, [
      heading(title),
      ...view.days.map((day) => dayBox(day, view.ofPeople, speech, inFull)),
    ]),
  );
}

function dayBox({ day, today, out, away }: TeamView['days'][number], ofPeople: number, speech: Speech, inFull: number) {
  const { team } = ownTextIn(speech.language);
  const shown = away.slice(0, Math.min(away.length, inFull));
  const items: Element[] = [
    text(team.day(dayIn(speech, day), today), { weight: 'bolder' }),
    text(out === 0 ? team.everybodyIn : team.out(out, ofPeople), { spacing: 'none', isSubtle: true }),
    ...shown.map((one) => text(lineOf(one, speech), { spacing: 'none' })),
  ];
  const more = out - new Set(shown.map((one) => one.name)).size;
  if (more > 0 && out > 0) items.push(text(team.more(more), { spacing: 'none' }));
  return { type: 'Container' as const, style: 'emphasis' as const, items };
}

function lineOf(one: Away, speech: Speech): string {
  const { team } = ownTextIn(speech.language);
  const { words } = speech;
  const name = one.self ? `${nameIn(one.name)} (${team.you})` : nameIn(one.name);
  const where = one.place === null ? team.away : words.places[one.place];
  const when = one.part === 'full' ? words.parts.full : timesIn(speech, one);
  const said = [where, when, ...(one.pending ? [team.pending] : [])].join(words.dot);
  return `${name}${words.colon}${said}`;
}

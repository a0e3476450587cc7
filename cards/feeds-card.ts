import type { FeedsView } from '../flows/calendar/keep-feeds.ts';
import type { Language, Localised } from '../flows/organisation.ts';
import {
  type AdaptiveCard,
  adaptiveCard,
  type Element,
  type ExecuteAction,
  heading,
  labelled,
  text,
} from './adaptive-card.ts';
import { formatInstant } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { calendarOutTextIn } from './texts/calendar-out.ts';

/** A person's calendar feeds: what there is, and right after one was made its address. */
export function feedsCard(view: FeedsView, language: Language): AdaptiveCard {
  const { feeds: words } = calendarOutTextIn(language);
  const nameOf = (feed: FeedsView['feeds'][number]['feed'], section: Localised | null) =>
    words.names[feed](section && plainText(section[language], 60));
  const at = (instant: Date) => formatInstant(instant, view.timeZone, language, null);
  const body: Element[] = [heading(words.title)];
  const { made } = view;
  if (made) {
    const section = view.feeds.find(({ feed }) => feed === made.feed)?.section ?? null;
    // An input, so that it is easily marked and copied; nothing reads it.
    body.push(
      {
        type: 'Input.Text',
        id: 'address',
        label: words.address(nameOf(made.feed, section)),
        value: made.address,
        isMultiline: true,
        maxLength: 400,
      },
      text(words.once),
      text(words.private, { weight: 'bolder' }),
    );
  } else body.push(text(words.lead));
  for (const { feed, section, madeAt, readAt } of view.feeds)
    body.push(
      ...labelled(
        nameOf(feed, section),
        madeAt === null ? words.none : words.made(at(madeAt), readAt === null ? null : at(readAt)),
      ),
    );
  const actions = view.feeds.flatMap(({ feed, madeAt }): ExecuteAction[] =>
    madeAt === null
      ? [button('calendar.feed-make', words.make[feed], feed)]
      : [button('calendar.feed-make', words.renew[feed], feed), button('calendar.feed-stop', words.stop[feed], feed)],
  );
  return adaptiveCard(language, words.title, body, actions);
}

/** Shows a person's feeds. It is about nothing but the person, so its version is 0. */
export function feedsButton(language: Language): ExecuteAction {
  return {
    type: 'Action.Execute',
    verb: 'calendar.feeds',
    title: calendarOutTextIn(language).feeds.button,
    data: { own: true, version: 0 },
  };
}

function button(verb: 'calendar.feed-make' | 'calendar.feed-stop', title: string, feed: string): ExecuteAction {
  return { type: 'Action.Execute', verb, title, associatedInputs: 'none', data: { feed, version: 0 } };
}

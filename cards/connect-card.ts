import type { Language } from '../flows/organisation.ts';
import type { ConnectView } from '../flows/views.ts';
import { type AdaptiveCard, adaptiveCard, type Element, heading, openUrl, text } from './adaptive-card.ts';
import { bookingBox, speechFor } from './booking-box.ts';
import { formatInstant } from './day-and-time.ts';
import { readinessLines } from './readiness-lines.ts';
import { workButtons } from './work-card.ts';
import { formButton } from './help-card.ts';

/** Whether and from when the person can sign in, and the way there. */
export function connectCard(view: ConnectView, language: Language): AdaptiveCard {
  const speech = speechFor(language, view.timeZone, view.next === null ? [] : [view.next.day]);
  const { connect, list } = speech.words;
  const state =
    view.readiness === 'waiting' && view.opensAt !== null
      ? connect.opensAt(formatInstant(view.opensAt, view.timeZone, language, null))
      : connect.readiness[view.readiness];
  const body: Element[] = [heading(connect.title), text(state)];
  if (view.next !== null) body.push(bookingBox(view.next, speech, readinessLines(view.next.unready, language)));
  const ready = view.readiness === 'ready';
  const link = openUrl(ready ? connect.open : connect.how, view.connectUrl, ready ? 'positive' : undefined);
  const work = view.work === null ? [] : workButtons(view.work.state, view.work, language);
  const actions = {
    ready: [...link, ...work],
    waiting: link,
    none: [formButton(list.form), ...link],
    'no-pool': work,
  }[view.readiness];
  return adaptiveCard(language, `${connect.title} ${state}`, body, actions);
}

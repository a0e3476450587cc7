import type { Activity } from 'botbuilder';
import { renderView, summaryOf } from '../../cards/render-view.ts';
import type { Language } from '../../flows/organisation.ts';
import type { PostedCard } from '../../flows/store.ts';
import type { View } from '../../flows/views.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';

export type KeptCard = Pick<PostedCard, 'kind' | 'subject'>;

/** A message activity that shows a view: one card, or a sentence. `alert` raises a notification on the person's devices. */
export function messageOf(view: View, language: Language, options: { alert?: boolean } = {}): Partial<Activity> {
  const rendered = renderView(view, language);
  const summary = summaryOf(view, language);
  return {
    type: 'message',
    summary,
    ...('card' in rendered
      ? { attachments: [{ contentType: CARD, content: rendered.card }] }
      : { text: rendered.text, textFormat: 'plain' }),
    ...(options.alert ? { channelData: { notification: { alert: true } } } : {}),
  };
}

/**
 * The answer to a pressed button. HTTP 200 and statusCode 200 always, refusals too: anything else shows "Something went
 * wrong" (botbuilder copies statusCode to the HTTP status; the Universal Actions contract wants 200).
 */
export function invokeBodyOf(view: View, language: Language): { statusCode: 200; type: string; value: unknown } {
  const rendered = renderView(view, language);
  return 'card' in rendered
    ? { statusCode: 200, type: CARD, value: rendered.card }
    : { statusCode: 200, type: MESSAGE, value: rendered.text };
}

/** Which card to keep up to date this view is, or null where it is shown once. */
export function keptCardOf(view: View): KeptCard | null {
  if (view.kind === 'proposal') return { kind: 'draft', subject: view.draftId };
  if (view.kind === 'request') return { kind: 'request', subject: view.requestId };
  if (view.kind === 'approval') return { kind: 'approval', subject: view.requestId };
  if (view.kind === 'calendar-question')
    return { kind: 'calendar-question', subject: `${view.booking.bookingId}/${view.questionId}` };
  if (view.kind === 'readiness' || view.kind === 'readiness-case')
    return { kind: view.kind, subject: `${view.personId}/${view.day}` };
  return null;
}

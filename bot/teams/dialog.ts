import type { Activity } from 'botbuilder';
import { renderView } from '../../cards/render-view.ts';
import type { Language } from '../../flows/organisation.ts';
import type { View } from '../../flows/views.ts';

/**
 * Dialogs (task modules): the same cards in a window of their own. They are opened by a button with `task/fetch` or from
 * the compose box (`composeExtension/fetchTask`), and in them only Action.Submit works
 * (msteams-docs, task-modules-and-cards/task-modules/task-modules-bots.md).
 */
const OPENING = ['task/fetch', 'composeExtension/fetchTask'];
const SUBMITTING = ['task/submit', 'composeExtension/submitAction'];

/** The verb that a dialog opens with where its button names none: the empty form. */
const FIRST_VERB = 'booking.form';

export function isDialog(activity: Activity): boolean {
  return activity.type === 'invoke' && [...OPENING, ...SUBMITTING].includes(activity.name ?? '');
}

/** What was pressed: `data` of a submit carries the verb beside the inputs. */
export function dialogCommand(activity: Activity): { verb: unknown; data: unknown } {
  const { data } = (activity.value ?? {}) as { data?: Record<string, unknown> };
  const asked = typeof data === 'object' && data !== null ? data : {};
  const verb = asked['verb'] ?? (OPENING.includes(activity.name ?? '') ? FIRST_VERB : undefined);
  return { verb, data: asked };
}

/** Whether this client opens dialogs. Teams speaks https; a channel on plain http is an emulator, which has none. */
export function hasDialogs(activity: Activity): boolean {
  return activity.channelId === 'msteams' && (activity.serviceUrl ?? '').startsWith('https:');
}

/** Width and height in Teams' own words: wide enough for a form, as high as a phone lets it be. */
const SIZE = { width: 'medium', height: 'large' };

/** The answer to an invoke of a dialog: the next card in the window, or a sentence that ends it. */
export function dialogBodyOf(view: View, language: Language, title: string): object {
  const rendered = renderView(view, language);
  if ('text' in rendered) return { task: { type: 'message', value: rendered.text } };
  const card = { contentType: 'application/vnd.microsoft.card.adaptive', content: forDialog(rendered.card) };
  return { task: { type: 'continue', value: { title, ...SIZE, card } } };
}

/** A card whose buttons are submitted: every Action.Execute becomes an Action.Submit that carries its verb as data. */
export function forDialog(card: unknown): unknown {
  return withActions(card, ({ verb, data, type: _, ...action }) => ({
    ...action,
    type: 'Action.Submit',
    data: { ...(data as object), verb },
  }));
}

/** A card whose button for the form opens a dialog instead. */
export function withDialogs<T>(card: T): T {
  return withActions(card, (action) =>
    action['verb'] === FIRST_VERB
      ? {
          type: 'Action.Submit',
          title: action['title'],
          data: { ...(action['data'] as object), verb: FIRST_VERB, msteams: { type: 'task/fetch' } },
        }
      : action,
  ) as T;
}

function withActions(value: unknown, change: (action: Record<string, unknown>) => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withActions(one, change));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Record<string, unknown>;
  if (object['type'] === 'Action.Execute') return change(object);
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, withActions(inner, change)]));
}

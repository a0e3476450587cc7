import type { Language } from '../flows/organisation.ts';
import type { HelpView } from '../flows/views.ts';
import {
  type AdaptiveCard,
  adaptiveCard,
  type Element,
  type ExecuteAction,
  heading,
  labelled,
  text,
} from './adaptive-card.ts';
import { feedsButton } from './feeds-card.ts';
import { recordsButton } from './records-card.ts';
import { textIn } from './texts/text-in.ts';

/** What one can write, by example, and a button for those who rather click. */
export function helpCard(view: HelpView, language: Language): AdaptiveCard {
  const { help } = textIn(language);
  const lead = view.notUnderstood ? help.notUnderstood : help.intro;
  const quoted = (say: string) => (language === 'ja' ? `「${say}」` : `“${say}”`);
  const body: Element[] = [
    heading(help.title),
    text(lead),
    ...help.examples.flatMap(({ what, say }): Element[] => {
      const [first, ...others] = say.map(quoted);
      return [...labelled(what, first!), ...others.map((other) => text(other, { spacing: 'none' }))];
    }),
  ];
  return adaptiveCard(language, `${help.title} ${lead}`, body, [
    formButton(help.form),
    recordsButton(language),
    feedsButton(language),
  ]);
}

/** Opens an empty form. There is no draft yet, so its version is 0. */
export function formButton(title: string): ExecuteAction {
  return { type: 'Action.Execute', verb: 'booking.form', title, data: { new: true, version: 0 } };
}

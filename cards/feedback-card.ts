import type { FeedbackView } from '../flows/feedback/feedback.ts';
import type { Language } from '../flows/organisation.ts';
import { type Action, type AdaptiveCard, adaptiveCard, banner, type Element, heading, text } from './adaptive-card.ts';
import { dayIn, speechFor } from './booking-box.ts';
import { inputText } from './plain-text.ts';
import { registrationTextIn } from './texts/registration.ts';

const LINE_LENGTH = 500;

/**
 * How a day went: a button for each score, so that one tap is an answer and none is suggested; a line goes with it if
 * they like. After it was sent it says thanks, and score and line can be changed.
 */
export function feedbackCard(view: FeedbackView, language: Language): AdaptiveCard {
  const { feedback } = registrationTextIn(language);
  const { bookingId, score } = view;
  const title = feedback.title(dayIn(speechFor(language, view.timeZone, [view.day]), view.day));
  const line: Element = {
    type: 'Input.Text',
    id: 'line',
    label: feedback.line,
    placeholder: feedback.lineHint,
    isMultiline: true,
    maxLength: LINE_LENGTH,
    ...(view.line ? { value: inputText(view.line, LINE_LENGTH) } : {}),
  };
  const give = (name: string, more: Record<string, unknown> = {}): Action => ({
    type: 'Action.Execute',
    verb: 'feedback.give',
    title: name,
    data: { bookingId, version: 0, ...more },
  });
  // The best first: it is the order in which people read.
  const scores = feedback.scores.map((name, index) => ({ name, score: index + 1 })).reverse();
  const body: Element[] =
    score === null
      ? [heading(title), text(feedback.lead), line]
      : [
          heading(title),
          banner(feedback.thanks, 'good'),
          {
            type: 'Input.ChoiceSet',
            id: 'score',
            label: feedback.score,
            style: 'compact',
            isRequired: true,
            errorMessage: feedback.choose,
            choices: scores.map((one) => ({ title: one.name, value: `${one.score}` })),
            value: `${score}`,
          },
          line,
        ];
  return adaptiveCard(
    language,
    title,
    body,
    score === null ? scores.map((one) => give(one.name, { score: one.score })) : [give(feedback.send)],
  );
}

import type { QuestionView } from '../flows/approval/question-view.ts';
import type { Language } from '../flows/organisation.ts';
import { type AdaptiveCard, banner, type Element, heading, text } from './adaptive-card.ts';
import { threadLines } from './approval-facts.ts';
import { daysIn, speechFor } from './booking-box.ts';
import { TEXT_LENGTH } from './proposal-form.ts';
import { approvalTextIn } from './texts/approval.ts';

/** The requester's card of a question: what was asked, and room for the answer. */
export function questionCard(view: QuestionView, language: Language): AdaptiveCard {
  const days = view.bookings.map((line) => line.day);
  const speech = speechFor(language, view.timeZone, days);
  const words = approvalTextIn(language);
  const { question } = words;
  const answers = view.canAnswer && !view.sent;
  const top: Element[] = [];
  if (view.sent) top.push(banner(question.sent, 'good'));
  else if (!view.canAnswer) top.push(banner(question.decided, 'emphasis'));
  else if (view.problem !== null) top.push(banner(question.missing, 'warning'));
  const data = { requestId: view.requestId, version: view.version };
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText: `${question.title} ${daysIn(speech, days)}`,
    body: [
      heading(question.title),
      ...top,
      text(question.about(daysIn(speech, days))),
      ...threadLines(view.thread, speech, words),
      ...(answers
        ? [
            {
              type: 'Input.Text' as const,
              id: 'answer',
              label: question.answer,
              placeholder: question.answerHint,
              isMultiline: true as const,
              isRequired: true as const,
              errorMessage: question.missing,
              maxLength: TEXT_LENGTH,
              spacing: 'medium' as const,
            },
          ]
        : []),
    ],
    ...(answers
      ? {
          actions: [
            {
              type: 'Action.Execute' as const,
              verb: 'request.answer' as const,
              title: question.send,
              style: 'positive' as const,
              data,
            },
          ],
        }
      : {}),
  };
}

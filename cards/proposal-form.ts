import type { ProposalView } from '../flows/views.ts';
import type { Element, ExecuteAction, Input } from './adaptive-card.ts';
import type { Speech } from './booking-box.ts';
import { formatDay, inputTime, yearsDiffer } from './day-and-time.ts';
import { inputText } from './plain-text.ts';

/** Longest reason and comment that the forms take, in characters. The server cuts at the same length. */
export const TEXT_LENGTH = 500;

/**
 * The inputs of a request: `day`, `part`, `from`, `to`, `place`, `reason`, filled in with what is known. With several
 * days `day` may stay empty, which keeps them, and so may `part` where the days differ. `min` and `max` are hints that
 * some clients ignore (github.com/microsoft/AdaptiveCards/issues/8872): the server judges the day again.
 */
export function proposalInputs(view: ProposalView, speech: Speech): Element[] {
  const { form } = speech.words.proposal;
  const [first] = view.days;
  const single = view.days.length <= 1;
  const range = rangeOf(view, speech);
  const parts = new Set(view.days.map((day) => day.part));
  const part = parts.size > 1 ? undefined : (first?.part ?? view.part);
  const known = single && first && view.today <= first.day && first.day <= view.lastDay ? first.day : undefined;
  const hours = single && first?.part === 'hours' && first.startsAt < first.endsAt ? first : null;
  const time = (at: Date | undefined) => (at ? { value: inputTime(at, view.timeZone) } : {});
  return [
    {
      type: 'Input.Date',
      id: 'day',
      label: single ? form.day : form.optional(form.onlyOneDay),
      min: view.today,
      max: view.lastDay,
      errorMessage: form.dayError(range.first, range.last),
      ...(single ? { isRequired: true } : {}),
      ...(known ? { value: known } : {}),
    },
    {
      type: 'Input.ChoiceSet',
      id: 'part',
      label: form.part,
      style: 'compact',
      choices: (['full', 'am', 'pm', 'hours'] as const).map((value) => ({
        title: speech.words.parts[value],
        value,
      })),
      ...(part ? { value: part } : { placeholder: form.partKept }),
    },
    {
      type: 'ColumnSet',
      columns: [
        {
          type: 'Column',
          width: 'stretch',
          items: [{ type: 'Input.Time', id: 'from', label: form.from, ...time(hours?.startsAt) }],
        },
        {
          type: 'Column',
          width: 'stretch',
          items: [{ type: 'Input.Time', id: 'to', label: form.to, ...time(hours?.endsAt) }],
        },
      ],
    },
    {
      type: 'Input.ChoiceSet',
      id: 'place',
      label: form.optional(form.place),
      style: 'compact',
      placeholder: form.placeOpen,
      choices: (['home', 'satellite', 'field'] as const).map((value) => ({
        title: speech.words.places[value],
        value,
      })),
      ...(view.place ? { value: view.place } : {}),
    },
    {
      type: 'Input.Text',
      id: 'reason',
      label: form.optional(form.reason),
      placeholder: form.reasonHint,
      isMultiline: true,
      maxLength: TEXT_LENGTH,
      ...(view.reason ? { value: inputText(view.reason, TEXT_LENGTH) } : {}),
    },
  ];
}

/** The one question left where half a day was asked for. */
export function halfInput(speech: Speech): Input {
  const { form } = speech.words.proposal;
  return {
    type: 'Input.ChoiceSet',
    id: 'part',
    label: form.half,
    style: 'expanded',
    isRequired: true,
    errorMessage: form.partError,
    choices: (['am', 'pm'] as const).map((value) => ({ title: speech.words.parts[value], value })),
  };
}

/** Sends the inputs to be looked at again. */
export function checkButton(view: ProposalView, speech: Speech): ExecuteAction {
  return {
    type: 'Action.Execute',
    verb: 'booking.edit',
    title: speech.words.proposal.check,
    style: 'positive',
    data: { draftId: view.draftId, version: view.version },
  };
}

function rangeOf(view: ProposalView, { language }: Speech): { first: string; last: string } {
  const withYear = yearsDiffer([view.today, view.lastDay]);
  return { first: formatDay(view.today, language, withYear), last: formatDay(view.lastDay, language, withYear) };
}

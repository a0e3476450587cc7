import type { BookingPart } from '../flows/booking/booking.ts';
import type { Localised } from '../flows/organisation.ts';
import type { ProposalView } from '../flows/views.ts';
import type { Element, ExecuteAction, Input } from './adaptive-card.ts';
import type { Speech } from './booking-box.ts';
import { formatDay, inputTime, yearsDiffer } from './day-and-time.ts';
import { inputText, plainText } from './plain-text.ts';

/** Longest reason and comment that the forms take, in characters. The server cuts at the same length. */
export const TEXT_LENGTH = 500;

/**
 * The inputs of a request: `day`, `part`, `from`, `to`, `place`, `device`, `pool`, `category`, `task`, `reason`,
 * `contact`, `material`, filled in with what is known; a choice among fewer than two is left out. With several days
 * `day` may stay empty, which keeps them, and so may `part` where the days differ. `min` and `max` are hints that some
 * clients ignore (github.com/microsoft/AdaptiveCards/issues/8872): the server judges all of it again.
 */
export function proposalInputs(view: ProposalView, speech: Speech): Element[] {
  const { words } = speech;
  const { form } = words.proposal;
  const { choices } = view;
  return [
    dayInput(view, speech),
    ...partInputs(view, speech),
    ...choice(
      'place',
      form.place,
      choices.places.map((value) => ({ title: words.places[value], value })),
      view.place,
      speech,
    ),
    ...choice(
      'device',
      form.device,
      choices.devices.map((value) => ({ title: words.devices[value], value })),
      view.device,
      speech,
    ),
    ...choice('pool', form.pool, named(choices.pools, speech), view.poolId, speech),
    ...choice('category', form.category, named(choices.categories, speech), view.category, speech),
    ...choice('task', form.task, named(choices.tasks, speech), view.task, speech),
    ...free('reason', form.reason, form.reasonHint, view.reason, speech),
    ...free('contact', form.contact, form.contactHint, view.contact, speech),
    ...free('material', form.material, form.materialHint, view.material, speech),
  ];
}

/** The one question left where half a day was asked for. */
export function halfInput(view: ProposalView, speech: Speech): Input {
  const { form } = speech.words.proposal;
  const halves = (['am', 'pm'] as const).filter((value) => view.choices.parts.includes(value));
  return {
    type: 'Input.ChoiceSet',
    id: 'part',
    label: form.half,
    style: 'expanded',
    isRequired: true,
    errorMessage: form.partError,
    choices: (halves.length > 0 ? halves : (['am', 'pm'] as const)).map((value) => ({
      title: speech.words.parts[value],
      value,
    })),
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

function dayInput(view: ProposalView, speech: Speech): Input {
  const { form } = speech.words.proposal;
  const [first] = view.days;
  const single = view.days.length <= 1;
  const range = rangeOf(view, speech);
  const known = single && first && view.today <= first.day && first.day <= view.lastDay ? first.day : undefined;
  return {
    type: 'Input.Date',
    id: 'day',
    label: single ? form.day : form.optional(form.onlyOneDay),
    min: view.today,
    max: view.lastDay,
    errorMessage: form.dayError(range.first, range.last),
    ...(single ? { isRequired: true } : {}),
    ...(known ? { value: known } : {}),
  };
}

/** The part of the day where there is a choice, and from when to when where hours may be asked for. */
function partInputs(view: ProposalView, speech: Speech): Element[] {
  const { form } = speech.words.proposal;
  const { parts } = view.choices;
  const [first] = view.days;
  const asked = new Set<BookingPart>(view.days.length > 0 ? view.days.map((day) => day.part) : [view.part]);
  const common = asked.size === 1 ? [...asked][0]! : null;
  const hours = view.days.length === 1 && first?.part === 'hours' && first.startsAt < first.endsAt ? first : null;
  const time = (at: Date | undefined) => (at ? { value: inputTime(at, view.timeZone) } : {});
  const inputs: Element[] = [];
  // One that is not allowed has to be changed, even into the only one that is.
  if (parts.length > 1 || [...asked].some((part) => !parts.includes(part)))
    inputs.push({
      type: 'Input.ChoiceSet',
      id: 'part',
      label: form.part,
      style: 'compact',
      choices: parts.map((value) => ({ title: speech.words.parts[value], value })),
      ...(common && parts.includes(common)
        ? { value: common }
        : { placeholder: asked.size > 1 ? form.partKept : form.open }),
    });
  if (parts.includes('hours'))
    inputs.push({
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
    });
  return inputs;
}

interface Choice {
  title: string;
  value: string;
}

/** A choice that may stay open, or nothing where there is none to make. What was chosen can be taken back. */
function choice(id: string, label: string, choices: Choice[], value: string | null, speech: Speech): Input[] {
  const { form } = speech.words.proposal;
  const known = value !== null && choices.some((one) => one.value === value);
  // One that is not allowed has to be changed, even into the only one that is.
  if (choices.length === 0 || (choices.length < 2 && (value === null || known))) return [];
  return [
    {
      type: 'Input.ChoiceSet',
      id,
      label: form.optional(label),
      style: 'compact',
      choices: value === null || id === 'pool' ? choices : [...choices, { title: form.nothing, value: '' }],
      ...(known ? { value } : { placeholder: form.open }),
    },
  ];
}

function named(all: readonly { id: string; name: Localised }[], { language }: Speech): Choice[] {
  return all.map(({ id, name }) => ({ title: plainText(name[language], 60) || id, value: id }));
}

function free(id: string, label: string, hint: string, value: string | null, speech: Speech): Input[] {
  return [
    {
      type: 'Input.Text',
      id,
      label: speech.words.proposal.form.optional(label),
      placeholder: hint,
      maxLength: TEXT_LENGTH,
      ...(id === 'contact' ? {} : { isMultiline: true as const }),
      ...(value ? { value: inputText(value, TEXT_LENGTH) } : {}),
    },
  ];
}

function rangeOf(view: ProposalView, { language }: Speech): { first: string; last: string } {
  const withYear = yearsDiffer([view.today, view.lastDay]);
  return { first: formatDay(view.today, language, withYear), last: formatDay(view.lastDay, language, withYear) };
}

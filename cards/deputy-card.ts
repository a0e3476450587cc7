import type { DeputyView } from '../flows/approval/deputy-view.ts';
import type { Language, LocalDay } from '../flows/organisation.ts';
import {
  type AdaptiveCard,
  adaptiveCard,
  banner,
  type Element,
  type ExecuteAction,
  heading,
  text,
} from './adaptive-card.ts';
import { dayIn, nameIn, type Speech, speechFor } from './booking-box.ts';
import { plainText } from './plain-text.ts';
import { type ApprovalText, approvalTextIn } from './texts/approval.ts';

/** Entries with a button each; nobody names more deputies than these. */
const MOST = 12;

/** Who stands in for the viewer: what has been set, one question with likely people, or what stands. */
export function deputyCard(view: DeputyView, language: Language): AdaptiveCard {
  const named = view.days ? [view.days.fromDay, view.days.toDay] : [];
  const days = [...named, ...view.standing.flatMap(({ fromDay, toDay }) => [fromDay, toDay])];
  const speech = speechFor(language, view.timeZone, days);
  const words = approvalTextIn(language);
  const title = words.deputy.titles[view.state];
  return adaptiveCard(language, title, [
    heading(title),
    ...said(view, speech, words),
    ...choices(view, words),
    ...standing(view, speech, words),
  ]);
}

function said(view: DeputyView, speech: Speech, { deputy }: ApprovalText): Element[] {
  const { state, days, problem } = view;
  const span = days ? spanIn(days, speech, deputy) : '';
  const name = nameIn(view.deputyName ?? '');
  const lines: Element[] = [];
  if (problem !== null) lines.push(banner(deputy.problems[problem](plainText(view.said ?? '', 60)), 'warning'));
  if (state === 'set') lines.push(banner(deputy.set(name, span), 'good'), text(deputy.setNext));
  if (state === 'ended') lines.push(banner(deputy.ended(name, span), 'emphasis'));
  if (state === 'ask-who' && view.candidates.length > 0) lines.push(text(deputy.askWho(span)));
  if (state === 'ask-days' || state === 'shown' || (state === 'ask-who' && view.candidates.length === 0))
    lines.push(text(deputy.askDays), text(deputy.example, { spacing: 'small' }));
  return lines;
}

function choices({ state, days, candidates }: DeputyView, { deputy }: ApprovalText): Element[] {
  if (state !== 'ask-who' || !days || candidates.length === 0) return [];
  const actions = candidates.map(({ id, name, jobTitle }): ExecuteAction => ({
    type: 'Action.Execute',
    verb: 'deputy.set',
    title: deputy.choose(nameIn(name), jobTitle && plainText(jobTitle, 30)),
    data: { deputyId: id, from: days.fromDay, to: days.toDay, version: 0 },
  }));
  return [{ type: 'ActionSet', actions }];
}

function standing(view: DeputyView, speech: Speech, { deputy }: ApprovalText): Element[] {
  if (view.standing.length === 0) return view.state === 'shown' ? [text(deputy.none)] : [];
  return [
    text(deputy.standing, { weight: 'bolder', spacing: 'medium' }),
    ...view.standing.slice(0, MOST).map((one, index): Element => {
      const { id, fromDay, toDay, since } = one;
      const name = nameIn(one.name);
      const end: ExecuteAction = {
        type: 'Action.Execute',
        verb: 'deputy.end',
        title: deputy.end,
        style: 'destructive',
        data: { deputyId: id, from: fromDay, to: toDay, since, version: index },
      };
      return {
        type: 'Container',
        style: 'emphasis',
        items: [
          text(deputy.line(name, spanIn(one, speech, deputy))),
          ...(one.automatic
            ? [text(deputy.automatic, { spacing: 'none', isSubtle: true })]
            : [{ type: 'ActionSet' as const, actions: [end] }]),
        ],
      };
    }),
  ];
}

function spanIn(days: { fromDay: LocalDay; toDay: LocalDay }, speech: Speech, deputy: ApprovalText['deputy']): string {
  return deputy.days(dayIn(speech, days.fromDay), dayIn(speech, days.toDay));
}

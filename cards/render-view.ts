import type { Language } from '../flows/organisation.ts';
import type { View } from '../flows/views.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { allowanceCard } from './allowance-card.ts';
import { approvalCard } from './approval-card.ts';
import { approvalNotice } from './approval-notice.ts';
import { deputyCard } from './deputy-card.ts';
import { questionCard } from './question-card.ts';
import { approvalTextIn } from './texts/approval.ts';
import { stillWantedCard } from './still-wanted-card.ts';
import { stillWantedTextIn } from './texts/still-wanted.ts';
import { waitingCard } from './waiting-card.ts';
import { calendarQuestionCard } from './calendar-question-card.ts';
import { calendarGoneCard } from './calendar-card.ts';
import { cancelCard } from './cancel-card.ts';
import { connectCard } from './connect-card.ts';
import { certificateLinkCard, certificateNoticeCard, deviceAskedCard, devicesCard } from './device-card.ts';
import { feedbackCard } from './feedback-card.ts';
import { feedsCard } from './feeds-card.ts';
import { helpCard } from './help-card.ts';
import { listCard } from './list-card.ts';
import { notice } from './notice.ts';
import { pledgeCard } from './pledge-card.ts';
import { proposalCard } from './proposal-card.ts';
import { readinessCard, readinessCaseCard } from './readiness-card.ts';
import { recordsCard } from './records-card.ts';
import { requestCard } from './request-card.ts';
import { sentence } from './sentence.ts';
import { shortDays } from './short-days.ts';
import { teamCard } from './team-card.ts';
import { textIn } from './texts/text-in.ts';
import { emergencyCard, emergencyToldCard } from './emergency-card.ts';
import { lostDeviceCard } from './lost-device-card.ts';
import { calendarOutTextIn } from './texts/calendar-out.ts';
import { calendarTextIn } from './texts/calendar.ts';
import { deviceTextIn } from './texts/device.ts';
import { emergencyTextIn } from './texts/emergency.ts';
import { forecastTextIn } from './texts/forecast.ts';
import { lostDeviceTextIn } from './texts/lost-device.ts';
import { noShowCard } from './no-show-card.ts';
import { noShowTextIn } from './texts/no-show.ts';
import { readinessTextIn } from './texts/readiness.ts';
import { waitlistTextIn } from './texts/waitlist.ts';
import { waitlistCard } from './waitlist-card.ts';
import { workCard } from './work-card.ts';

export type Rendered = { card: AdaptiveCard } | { text: string };

/**
 * A view as a person sees it, in their language: an Adaptive Card, or a message of plain text. Pure: the same view
 * gives the same card. People's words in it are made plain, so a message may go out as Markdown or as plain text.
 */
export function renderView(view: View, language: Language): Rendered {
  if (view.kind === 'sentence') return { text: sentence(view, language) };
  if (view.kind === 'notice') return { text: notice(view, language) };
  if (view.kind === 'short-days') return { text: shortDays(view, language) };
  if (view.kind === 'approval-notice') return { text: approvalNotice(view, language) };
  return { card: cardOf(view, language) };
}

type CardView = Exclude<View, { kind: 'sentence' | 'notice' | 'approval-notice' | 'short-days' }>;
type Renderers = {
  [Kind in CardView['kind']]: (view: Extract<CardView, { kind: Kind }>, language: Language) => AdaptiveCard;
};

const CARDS: Renderers = {
  proposal: proposalCard,
  request: requestCard,
  approval: approvalCard,
  waiting: waitingCard,
  question: questionCard,
  deputy: deputyCard,
  list: listCard,
  cancel: cancelCard,
  'calendar-gone': calendarGoneCard,
  connect: connectCard,
  help: helpCard,
  allowance: allowanceCard,
  feedback: feedbackCard,
  pledge: pledgeCard,
  records: recordsCard,
  team: teamCard,
  work: workCard,
  waitlist: waitlistCard,
  'no-show': noShowCard,
  'still-wanted': stillWantedCard,
  emergency: emergencyCard,
  'emergency-told': emergencyToldCard,
  'lost-device': lostDeviceCard,
  readiness: readinessCard,
  'readiness-case': readinessCaseCard,
  devices: devicesCard,
  'device-asked': deviceAskedCard,
  'certificate-link': certificateLinkCard,
  'certificate-notice': certificateNoticeCard,
  'calendar-question': calendarQuestionCard,
  feeds: feedsCard,
};

function cardOf(view: CardView, language: Language): AdaptiveCard {
  const render = CARDS[view.kind] as (view: CardView, language: Language) => AdaptiveCard;
  return render(view, language);
}

/** The text of the toast that announces a view. It is read on locked screens: no names, days or reasons. */
export function summaryOf(view: View, language: Language): string {
  const { summaries } = textIn(language);
  if (view.kind === 'waitlist') return waitlistTextIn(language).summaries[view.state];
  if (view.kind === 'short-days') return forecastTextIn(language).summary;
  if (
    view.kind === 'devices' ||
    view.kind === 'device-asked' ||
    view.kind === 'certificate-link' ||
    view.kind === 'certificate-notice'
  )
    return deviceTextIn(language).summary;
  if (view.kind === 'calendar-question') return calendarOutTextIn(language).question.summary;
  if (view.kind === 'feeds') return calendarOutTextIn(language).feeds.summary;
  if (view.kind === 'calendar-gone')
    return calendarTextIn(language).summaries[view.asked.length > 0 ? 'asked' : 'gone'];
  if (view.kind === 'proposal' && view.calendar) return calendarTextIn(language).summaries.ask;
  if (view.kind === 'still-wanted') return stillWantedTextIn(language).summary;
  if (view.kind === 'no-show') return noShowTextIn(language).summary;
  if (view.kind === 'lost-device') return lostDeviceTextIn(language).summaries[view.state === 'told' ? 'told' : 'own'];
  if (view.kind === 'readiness') return readinessTextIn(language).summaries.own;
  if (view.kind === 'readiness-case') return readinessTextIn(language).summaries.case;
  if (view.kind === 'emergency-told')
    return emergencyTextIn(language).summaries[view.state === 'on' ? 'begun' : 'ended'];
  if (view.kind === 'emergency') {
    const { state } = view;
    return emergencyTextIn(language).summaries[state === 'form' || state === 'asked' ? state : 'state'];
  }
  if (view.kind === 'approval') {
    const { news } = view;
    return approvalTextIn(language).summaries[news === 'reminder' || news === 'answered' ? news : 'approval'];
  }
  if (view.kind === 'waiting' || view.kind === 'question' || view.kind === 'deputy' || view.kind === 'approval-notice')
    return approvalTextIn(language).summaries[view.kind];
  if (view.kind !== 'notice') return summaries[view.kind];
  const it = view.notice;
  if (it.kind !== 'decision') return summaries.notices[it.kind];
  const statuses = new Set(it.bookings.map((line) => line.status));
  if (statuses.size === 1 && (statuses.has('approved') || statuses.has('active'))) return summaries.decisions.approved;
  return summaries.decisions.rejected;
}

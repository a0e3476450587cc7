import type { Language } from '../../flows/organisation.ts';
import type { WorkMove, WorkState } from '../../flows/work/work-record.ts';
import type { WorkNote, WorkProblem } from '../../flows/work/work-view.ts';

/** Columns of the attendance report, in their order. */
export type AttendanceColumn =
  | 'upn'
  | 'name'
  | 'section'
  | 'day'
  | 'place'
  | 'bookedFrom'
  | 'bookedTo'
  | 'started'
  | 'finished'
  | 'pauses'
  | 'pausedMinutes'
  | 'workedMinutes'
  | 'corrected'
  | 'open';

/** The words of working time. Days and times come in written out. */
export interface WorkText {
  titles: Record<WorkState, string>;
  titleOpen: string;
  titleAsk: string;
  states: Record<WorkState, string>;
  stateOpen: string;
  /** On buttons. */
  moves: Record<WorkMove, string>;
  startAgain: string;
  /** In lines: `8:32 開始`. */
  said: Record<WorkMove, string>;
  first(time: string): string;
  writtenLater(at: string): string;
  booked(times: string): string;
  bookings: Record<'pending' | 'cancelled' | 'none', string>;
  duration(minutes: number): string;
  worked(duration: string): string;
  workedSoFar(duration: string): string;
  paused(duration: string): string;
  earlierLines(count: number): string;
  problems: Record<WorkProblem, string>;
  notes: Record<WorkNote, string>;
  ask: string;
  askOpen: string;
  finishAt(time: string): string;
  finishNow: string;
  otherTime: string;
  otherTimeError: string;
  finishThen: string;
  finishOther: string;
  openDay(day: string): string;
  showDay(day: string): string;
  form: string;
  correct: {
    title: string;
    what: string;
    whatHint: string;
    whatError: string;
    add: Record<'pause' | 'work' | 'finish', string>;
    date: string;
    dateError: string;
    time: string;
    until: string;
    set: string;
    withdraw: string;
  };
  report: { columns: Record<AttendanceColumn, string>; yes: string; no: string };
}

const ja: WorkText = {
  titles: {
    'not-started': '業務の記録',
    working: '業務中です',
    paused: '業務を中断しています',
    finished: '業務を終了しました',
  },
  titleOpen: '業務終了の記録がありません',
  titleAsk: '業務は終わりましたか',
  states: { 'not-started': '未開始', working: '業務中', paused: '中断中', finished: '終了' },
  stateOpen: '終了の記録なし',
  moves: { start: '業務開始', pause: '業務中断', resume: '業務再開', finish: '業務終了' },
  startAgain: 'もう一度 業務開始',
  said: { start: '開始', pause: '中断', resume: '再開', finish: '終了' },
  first: (time) => `(訂正あり。もとは ${time})`,
  writtenLater: (at) => `(${at} に記入)`,
  booked: (times) => `予約：${times}`,
  bookings: {
    pending: 'この日の予約はまだ承認されていません。',
    cancelled: 'この日の予約は取り消されています。記録は残っています。',
    none: 'この日に承認されたテレワークの予約はありません。',
  },
  duration: (minutes) => {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    return hours > 0 ? `${hours}時間${rest > 0 ? `${rest}分` : ''}` : `${minutes}分`;
  },
  worked: (duration) => `業務時間：${duration}`,
  workedSoFar: (duration) => `業務時間：これまで ${duration}`,
  paused: (duration) => `中断：${duration}`,
  earlierLines: (count) => `ほかに記録が${count}件あります。`,
  problems: {
    'not-started': '業務開始の記録がありません。先に「業務開始」を押すか、「記録を直す」で開始の時刻を足してください。',
    'already-working': 'すでに業務中です。記録はそのままです。',
    'already-paused': 'すでに中断しています。記録はそのままです。',
    'already-finished': 'すでに終了しています。時刻がちがうときは「記録を直す」で直してください。',
    'out-of-bounds':
      'その時刻は記録できません。その日の0時から翌朝5時までで、前後の日の記録と重ならない時刻を入れてください。',
    order:
      '開始・中断・再開・終了の順が合わなくなるため、記録を変えませんでした。下の記録を見て、時刻を確かめてください。',
    'too-many': '1日に記録できる数を超えました。人事の担当にご連絡ください。',
    'changed-since': 'このカードのあとで記録が変わりました。今の記録を確かめて、もう一度直してください。',
    'no-such-entry': 'その記録はもうありません。今の記録を確かめて、選び直してください。',
    unchanged: '時刻が今の記録と同じです。記録はそのままです。',
    'no-booking':
      'この日に承認されたテレワークの予約がないため、業務開始を記録していません。先に予約を申請してください。',
    pending:
      'この日の予約がまだ承認されていないため、業務開始を記録していません。お急ぎのときは、承認者に直接ご連絡ください。',
    'booking-cancelled':
      'この日の予約は取り消されているため、新しく業務開始を記録できません。必要なときは、もう一度申請してください。',
    'not-yet': 'まだこの日になっていません。当日になってから押してください。',
    'day-over': 'この日の記録は締まっています。終了の時刻は、下のボタンか「記録を直す」で入れてください。',
    'in-future': 'これからの時刻は記録できません。その時刻になってから記録してください。',
    'too-late': '自分で直せる期間が過ぎました。人事の担当にご連絡ください。',
    'time-unclear': '時刻を読み取れなかったため、まだ記録していません。「記録を直す」に時刻を入れてください。',
    'several-days': '日にちが二つ以上あるため、まだ記録していません。1日ずつ送ってください。',
    'what-missing': '「直すもの」を選んでください。',
    'entry-missing': '取り消す記録を「直すもの」で選んでください。',
    'bad-date': '「日にち」には、この日か次の日を選んでください。',
    'time-missing': '時刻が入っていません。8:30 のように入れてください。',
    'bad-time': '時刻は 8:30 のように入れてください。',
    'until-missing': '中断を足すときは、「終わりの時刻」も入れてください。',
    'until-before-time': '「終わりの時刻」は「時刻」より後にしてください。',
  },
  notes: {
    'before-booked-time': '予約の時間より前の開始として記録しました。',
    'after-booked-time': '予約の時間が過ぎたあとの開始として記録しました。',
    corrected: '記録を直しました。もとの時刻も残っています。',
  },
  ask: '予約の時間は過ぎましたが、業務終了がまだ記録されていません。終わっていたら、時刻を教えてください。続けているときは、終わるときに「業務終了」を押してください。',
  askOpen: '業務終了が記録されないまま、この日が終わりました。終わった時刻を教えてください。',
  finishAt: (time) => `${time}に終了`,
  finishNow: '今、業務終了',
  otherTime: '終わった時刻',
  otherTimeError: '終わった時刻を 17:15 のように入れてください。',
  finishThen: 'この時刻に終了',
  finishOther: 'ほかの時刻に終了',
  openDay: (day) => `${day}の業務終了が記録されていません。`,
  showDay: (day) => `${day}の記録を見る`,
  form: 'フォームで申請',
  correct: {
    title: '記録を直す',
    what: '直すもの',
    whatHint: '選ぶ',
    whatError: '直すものを選んでください。',
    add: { pause: '中断した時間を足す', work: '業務をした時間を足す', finish: '終了を足す' },
    date: '日にち',
    dateError: 'この日か次の日を選んでください。',
    time: '時刻(足すときは始まり)',
    until: '終わりの時刻(時間を足すとき)',
    set: 'この時刻で記録',
    withdraw: '選んだ記録を取り消す',
  },
  report: {
    columns: {
      upn: 'UPN',
      name: '氏名',
      section: '所属',
      day: '日付',
      place: '場所',
      bookedFrom: '予約開始',
      bookedTo: '予約終了',
      started: '業務開始',
      finished: '業務終了',
      pauses: '中断',
      pausedMinutes: '中断(分)',
      workedMinutes: '業務時間(分)',
      corrected: '訂正',
      open: '終了の記録なし',
    },
    yes: 'あり',
    no: 'なし',
  },
};

const en: WorkText = {
  titles: {
    'not-started': 'Your working time',
    working: 'You are working',
    paused: 'You are on a break',
    finished: 'You have finished work',
  },
  titleOpen: 'The end of your work is missing',
  titleAsk: 'Have you finished work?',
  states: { 'not-started': 'Not started', working: 'Working', paused: 'On a break', finished: 'Finished' },
  stateOpen: 'End missing',
  moves: { start: 'Start work', pause: 'Take a break', resume: 'Resume work', finish: 'Finish work' },
  startAgain: 'Start work again',
  said: { start: 'Started', pause: 'Break', resume: 'Resumed', finish: 'Finished' },
  first: (time) => ` (corrected, first said ${time})`,
  writtenLater: (at) => ` (written ${at})`,
  booked: (times) => `Booked: ${times}`,
  bookings: {
    pending: 'The booking of this day has not been approved yet.',
    cancelled: 'The booking of this day has been cancelled. Your record is kept.',
    none: 'There is no approved telework booking on this day.',
  },
  duration: (minutes) => {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    return hours > 0 ? `${hours} h${rest > 0 ? ` ${rest} min` : ''}` : `${minutes} min`;
  },
  worked: (duration) => `Working time: ${duration}`,
  workedSoFar: (duration) => `Working time so far: ${duration}`,
  paused: (duration) => `Breaks: ${duration}`,
  earlierLines: (count) => `There ${count === 1 ? 'is 1 more entry' : `are ${count} more entries`}.`,
  problems: {
    'not-started':
      'No start of work is recorded. Please press “Start work” first, or add the time you started with “Correct this record”.',
    'already-working': 'You are already working. Your record is unchanged.',
    'already-paused': 'You are already on a break. Your record is unchanged.',
    'already-finished': 'You have already finished. If the time is wrong, please use “Correct this record”.',
    'out-of-bounds':
      'This time cannot be recorded. Please give a time from 0:00 of that day to 5:00 the next morning that does not reach into the day before or after.',
    order:
      'Start, break, resume and finish would no longer follow one another, so nothing was changed. Please compare the time with the record below.',
    'too-many': 'This is more than one day can hold. Please contact the personnel section.',
    'changed-since': 'The record has changed since this card arrived. Please check it and correct it again.',
    'no-such-entry': 'That entry is no longer there. Please check the record and choose again.',
    unchanged: 'This is the time already recorded. Your record is unchanged.',
    'no-booking':
      'There is no approved telework booking on this day, so the start was not recorded. Please request the day first.',
    pending:
      'The booking of this day has not been approved yet, so the start was not recorded. If it is urgent, please speak to your approver.',
    'booking-cancelled':
      'The booking of this day has been cancelled, so no new start can be recorded. If you need the day, please request it again.',
    'not-yet': 'This day has not come yet. Please press the button on the day.',
    'day-over':
      'This day is over. Please give the time you finished with the buttons below or with “Correct this record”.',
    'in-future': 'A time that has not come yet cannot be recorded. Please record it when it comes.',
    'too-late': 'The period for correcting this record yourself has passed. Please contact the personnel section.',
    'time-unclear': 'I could not tell the time, so nothing was recorded. Please enter it with “Correct this record”.',
    'several-days':
      'There is more than one day in your message, so nothing was recorded. Please send one day at a time.',
    'what-missing': 'Please choose under “What to correct”.',
    'entry-missing': 'Please choose the entry to take out under “What to correct”.',
    'bad-date': 'For “Day”, please choose this day or the next.',
    'time-missing': 'The time is missing. Please write it like 8:30.',
    'bad-time': 'Please write the time like 8:30.',
    'until-missing': 'To add a break, please fill in “Until” as well.',
    'until-before-time': '“Until” must be later than “Time”. Please correct it.',
  },
  notes: {
    'before-booked-time': 'Recorded as a start before your booked time.',
    'after-booked-time': 'Recorded as a start after your booked time.',
    corrected: 'Your record has been corrected. What it said before is kept as well.',
  },
  ask: 'Your booked time is over and the end of your work has not been recorded. If you have finished, please say when. If you are still working, press “Finish work” when you stop.',
  askOpen: 'This day ended without a record of when you finished. Please say when it was.',
  finishAt: (time) => `Finished at ${time}`,
  finishNow: 'Finish work now',
  otherTime: 'Time you finished',
  otherTimeError: 'Please write the time you finished like 17:15.',
  finishThen: 'Finished at this time',
  finishOther: 'Finished at another time',
  openDay: (day) => `The end of your work on ${day} is missing.`,
  showDay: (day) => `Show ${day}`,
  form: 'Use a form',
  correct: {
    title: 'Correct this record',
    what: 'What to correct',
    whatHint: 'Choose',
    whatError: 'Please choose what to correct.',
    add: { pause: 'Add a break', work: 'Add time worked', finish: 'Add the finish' },
    date: 'Day',
    dateError: 'Please choose this day or the next.',
    time: 'Time (or the beginning of what you add)',
    until: 'Until (when you add a time)',
    set: 'Record this time',
    withdraw: 'Take out the chosen entry',
  },
  report: {
    columns: {
      upn: 'UPN',
      name: 'Name',
      section: 'Section',
      day: 'Day',
      place: 'Place',
      bookedFrom: 'Booked from',
      bookedTo: 'Booked to',
      started: 'Started',
      finished: 'Finished',
      pauses: 'Pauses',
      pausedMinutes: 'Paused minutes',
      workedMinutes: 'Worked minutes',
      corrected: 'Corrected',
      open: 'Open',
    },
    yes: 'yes',
    no: 'no',
  },
};

const TEXTS: Record<Language, WorkText> = { ja, en };

/** The words of working time in a language. */
export function workTextIn(language: Language): WorkText {
  return TEXTS[language];
}

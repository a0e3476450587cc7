import type { CardText } from './card-text.ts';

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;
const office = 'the ICT section';
const number = (value: number): string => value.toLocaleString('en-GB');

export const en: CardText = {
  parts: { full: 'All day', am: 'Morning', pm: 'Afternoon', hours: 'Set hours' },
  places: { home: 'Home', satellite: 'Satellite office', field: 'On site' },
  statuses: {
    pending: 'Waiting',
    waitlisted: 'Waitlisted',
    approved: 'Approved',
    rejected: 'Declined',
    cancelled: 'Cancelled',
    expired: 'Expired',
    active: 'In progress',
    completed: 'Finished',
    'no-show': 'Not used',
  },
  noDesktop: 'No virtual desktop needed',
  colon: ': ',
  dot: ' · ',
  comma: ', ',
  names: (names, more) => [...names, ...(more > 0 ? [`${more} more`] : [])].join(', '),
  moreDays: (count) => `and ${days(count)} more`,
  reason: 'Reason',
  comment: 'Comment',
  readyAt: (at) => `This is short notice: the desktop will be ready at about ${at}.`,

  proposal: {
    titleAsk: 'When would you like to work from home?',
    title: 'Send this request?',
    titlePart: 'Morning or afternoon?',
    titleRefused: 'This cannot be requested as it stands',
    titleMend: 'Please correct the details',
    titleDiscarded: 'Request discarded',
    discarded: 'Nothing was sent. To start again, send me the day you would like.',
    verdictOk: 'Can be requested',
    verdictRefused: 'Cannot be requested',
    halfDay: 'Half a day',
    refusals: {
      past: () => 'This day has passed. Please choose today or a later day.',
      over: () => 'Working hours on this day are over. Please choose another day or a later time.',
      'beyond-horizon': ({ horizonDays }) =>
        `You can book up to ${days(horizonDays)} ahead. Please choose an earlier day.`,
      'no-seat': ({ seats }) =>
        `All ${number(seats)} desktops are taken at this time. Please choose another day or another time.`,
      overlap: ({ inRequest }) =>
        inRequest
          ? 'This overlaps another day of this request. Please leave one of them out and send the rest again.'
          : 'You already have a booking at this time. To change it, cancel that booking first.',
      'other-pool-that-day': () =>
        'You have a booking on this day with another kind of desktop, and one day can use only one kind. Cancel that booking first or choose another day.',
      'days-per-week': ({ limit, held }) =>
        held
          ? `You can work from home ${days(limit)} a week. That week already has ${held}. Choose a day in another week or cancel a booking first.`
          : `You can work from home ${days(limit)} a week. Please ask for fewer days or choose another week.`,
      'empty-time': () => 'This leaves no time. Please set an end that is later than the start.',
      'no-pool': () => `No desktop has been set up for you. Please contact ${office}.`,
    },
    notes: {
      'series-first-day-only':
        'I cannot book a repeating day yet, so this is the first day only. For the others, list the dates in a message.',
      'too-many-days':
        'This is more than one request can hold, so I kept the earliest days. Please send the rest in another request.',
    },
    problems: {
      'nothing-bookable': 'None of these days can be requested. Please change the details below and try again.',
      'changed-meanwhile': 'Seats or bookings have changed since. Please check the details below and press again.',
      'day-missing': 'The day is missing. Please fill in “Day”.',
      'bad-day': '“Day” is not a date in the calendar or lies outside the range. Please choose it again.',
      'bad-hours': 'Please write “From” and “To” like 8:30, with “To” later than “From”.',
    },
    someRefused: (bookable) =>
      `Only the ${bookable === 1 ? 'day' : days(bookable)} that can be requested will be sent.`,
    send: (bookable, all) => (bookable < all ? `Send ${days(bookable)}` : 'Send request'),
    edit: 'Change',
    discard: 'Discard',
    check: 'Check this',
    form: {
      day: 'Day',
      dayRange: (first, last) => `You can choose from ${first} to ${last}.`,
      onlyOneDay: 'Day, to request just one day',
      dayError: (first, last) => `Please choose a day from ${first} to ${last}.`,
      part: 'Part of the day',
      partKept: 'As it is for each day',
      partError: 'Please choose morning or afternoon.',
      half: 'Morning or afternoon',
      from: 'From (for set hours)',
      to: 'To (for set hours)',
      place: 'Place',
      placeOpen: 'Choose',
      reason: 'Reason',
      reasonHint: 'Only your approver sees this',
      optional: (label) => `${label} (optional)`,
    },
  },

  request: {
    titles: {
      pending: 'Request sent',
      waitlisted: 'Waiting for a free seat',
      approved: 'Approved',
      rejected: 'Declined',
      cancelled: 'Cancelled',
      expired: 'Expired',
      active: 'Your telework time is on',
      completed: 'Telework finished',
      'no-show': 'Not used',
      mixed: 'Your request',
    },
    waitingFor: (names) => `Waiting for approval by ${names}. I will let you know.`,
    waitingForNobodyYet: 'Finding the approver. I will let you know.',
    rerouted: (from, to) => `${from} cannot be reached in Teams, so ${to} has been asked instead. I will let you know.`,
    decided: {
      approved: (by) => `Approved by ${by}`,
      rejected: (by) => `Declined by ${by}`,
    },
    next: {
      rejected: 'To ask for another day, just send it to me.',
      cancelled: 'To ask again, just send me the day.',
      expired: 'It was not approved before it ended. If you still need a day, please ask for another one.',
    },
    connect: 'How to connect',
    cancel: 'Cancel this booking',
    cancelRest: 'Cancel the remaining time',
    cancelDay: (day) => `Cancel ${day}`,
  },

  approval: {
    title: (name, department) => `Telework request from ${name}${department ? ` (${department})` : ''}`,
    reminder: 'A reminder: this request is still open.',
    waiting: 'Waiting for approval.',
    ended: {
      waitlisted: () => 'Waiting for a free seat',
      approved: (by) => (by ? `Approved by ${by}` : 'Approved'),
      rejected: (by) => (by ? `Declined by ${by}` : 'Declined'),
      cancelled: () => 'Cancelled by the requester. No answer is needed',
      expired: () => 'Expired. No answer is needed',
      active: (by) => (by ? `Approved by ${by}. In progress now` : 'Approved. In progress now'),
      completed: () => 'Finished',
      'no-show': () => 'Not used',
    },
    endedMixed: 'Decided as shown for each day',
    nobodyOut: 'Nobody else of the section is out that day.',
    othersOut: (count, ofPeople, names) =>
      `Out that day: ${count}${ofPeople > 0 ? ` of ${ofPeople} others` : ''} in the section${names ? ` (${names})` : ''}`,
    seatsLeft: (left, seats) =>
      `Desktops free: ${number(left)}${seats === null ? '' : ` of ${number(seats)}`}${left === 0 ? ' (this request already holds one)' : ''}`,
    comment: 'Comment (optional)',
    commentHint: 'The requester will see this',
    approve: (count) => (count > 1 ? `Approve ${days(count)}` : 'Approve'),
    reject: (count) => (count > 1 ? `Decline ${days(count)}` : 'Decline'),
    problems: {
      'own-request': 'You cannot decide your own request. Please wait for your approver.',
      'not-approver': 'This request is now with another approver. No answer is needed.',
      'already-decided': 'This request has already been decided. This is how it stands.',
      'changed-since': 'The request has changed since this card arrived. Please check it and press again.',
      cancelled: 'This request has been cancelled. No answer is needed.',
      over: 'The time of this request has passed. If it is still needed, ask the requester to choose another day.',
    },
  },

  list: {
    title: 'Your telework bookings',
    titleDay: (day) => `Bookings on ${day}`,
    empty: 'You have no upcoming bookings. To request a day, send for example “tomorrow from home”.',
    emptyDay: (day) => `You have no booking on ${day}.`,
    more: (count) => `${count} more. Name a day, as in “show my booking on the 15th”, to see it.`,
    form: 'Use a form',
  },

  cancel: {
    title: 'Which booking shall I cancel?',
    titleNone: 'Cancel a booking',
    choose: 'Press the button of the booking to cancel.',
    none: 'There is no booking that can be cancelled.',
    noneOn: (on) => `There is no booking to cancel on ${on}. Send “my bookings” to see what is coming up.`,
    notCancellable: 'This booking can no longer be cancelled.',
  },

  connect: {
    title: 'Connect to your desktop',
    readiness: {
      ready: 'You can connect now. Use the button below.',
      waiting: 'You will be able to connect shortly before your booked time.',
      none: 'You have no upcoming booking. To connect, please request a telework day first.',
      'no-pool': 'This booking does not use a virtual desktop. Just work on the device you have.',
    },
    opensAt: (at) => `You can connect from ${at}.`,
    next: 'Booking',
    open: 'Connect',
    how: 'See how to connect',
  },

  help: {
    title: 'I help you work from home',
    notUnderstood: 'Sorry, I did not understand that. Please try something like this.',
    notYet: 'Sorry, I cannot do that yet. This is what I can do.',
    intro: 'Just write to me as you would to a colleague. Once a day is approved, your desktop is ready on time.',
    examples: [
      { what: 'Request a day', say: ['Work from home tomorrow', 'Next Wednesday morning from home'] },
      { what: 'See your bookings', say: ['Show my bookings'] },
      { what: 'Cancel', say: ["Cancel Friday's WFH"] },
      { what: 'Connect', say: ['How do I connect?'] },
    ],
    form: 'Use a form',
  },

  sentences: {
    'neutral-refusal': 'This could not be done. Send “my bookings” to see your own bookings.',
    'not-in-directory': `I could not find you in the staff directory. Please contact ${office}.`,
    'message-too-long': 'This message is too long for me. Please send just the day and the part of the day.',
    'edited-message': 'Editing a message does not change a booking. To change something, please send a new message.',
    welcome:
      'Hello. I take telework requests and get your desktop ready. Send for example “tomorrow from home”. Send “help” to see what I can do.',
    'try-again': 'I am busy and could not finish this. Please wait a moment and try again.',
    'nothing-waiting': 'No request is waiting for your decision.',
  },

  notices: {
    decided: (status, on, by) => {
      if (status === 'approved' || status === 'active') return `${by} approved your telework on ${on}.`;
      if (status === 'rejected')
        return `${by} declined your telework on ${on}. To ask for another day, just send it to me.`;
      return `There is news on your telework request for ${on}. Send “my bookings” to see it.`;
    },
    desktopOnTime: 'Your desktop will be ready on time.',
    commentOf: (by, comment) => `Comment by ${by}: ${comment}`,
    approverUnreachable: (names, nowWith) =>
      nowWith
        ? `${names} cannot be reached in Teams, so your request has gone to ${nowWith}. I will let you know.`
        : `${names} cannot be reached in Teams. Your request is kept. If it is urgent, please tell them yourself.`,
    noApprover: (requester) =>
      `The request of ${requester} has come to ${office}: the directory names no manager and the section has no head. Please decide it, then add the manager in the directory or the head in the configuration.`,
    cancelled: (requester, on) => `${requester} cancelled the telework on ${on}. No answer is needed.`,
    expired: (on) =>
      `The request for ${on} was not decided before it ended. If you still need a day, please ask for another one.`,
    noPersonalDesktop: (day) =>
      `The personal desktop for your booking on ${day} has not been set up yet. ${office[0]!.toUpperCase()}${office.slice(1)} has been told. Until then you cannot connect.`,
    sessionWarning: {
      leave: (time, minutes) =>
        `Your booked time ended at ${time}. Please save your work and sign out${minutes > 0 ? ` within ${minutes} minutes` : ''}.`,
      disconnect: (time, minutes) =>
        `Your booked time ended at ${time}. You will be disconnected ${minutes > 0 ? `in ${minutes} minutes` : 'shortly'}. Please save your work and sign out.`,
      'log-off': (time, minutes) =>
        `Your booked time ended at ${time}. You will be signed out ${minutes > 0 ? `in ${minutes} minutes` : 'shortly'}, and work that is not saved will be lost. Please save now.`,
    },
    fault: (what, subject, since, detail, mend) =>
      `Action needed: ${what}\n\nAbout: ${subject}\n\nSince: ${since}\n\n${detail ? `The system said: ${detail}\n\n` : ''}How to mend it: ${mend}`,
    faults: {
      'access-not-granted': {
        what: 'a booked person could not be given access',
        mend: "Check that the pool's group exists in Entra ID and that the app has GroupMember.ReadWrite.All. It goes on by itself once mended. If it is urgent, add the person to the group by hand.",
      },
      'access-not-withdrawn': {
        what: 'access could not be withdrawn after the booked time',
        mend: 'Check that the app has GroupMember.ReadWrite.All. If it is urgent, remove the person from the group by hand. It goes on by itself once mended.',
      },
      'calendar-not-written': {
        what: 'a booking could not be written to the Outlook calendar',
        mend: "Check that the app has Calendars.ReadWrite and that the person's mailbox works. The approval stands.",
      },
      'host-not-starting': {
        what: 'a session host does not start',
        mend: 'Check the virtual machine and its quota in the Azure portal. Another host is started in its place.',
      },
      'pool-unreadable': {
        what: 'the host pool cannot be read',
        mend: 'Run “zaitaku check” and see to the endpoint and the Azure roles. Its hosts are left alone until it can be read.',
      },
      'pool-not-ours': {
        what: 'something else is running the host pool',
        mend: 'Disable the scaling plan or “start VM on connect”. Until then the hosts of this pool are left alone.',
      },
      'capacity-short': {
        what: 'there are too few hosts for the people booked',
        mend: 'Add hosts or take hosts out of drain mode. “zaitaku forecast” shows the times that are short.',
      },
      'session-outside-booking': {
        what: 'somebody is signed in outside booked time',
        mend: "Ask the person. The session is treated as the pool's setting sessionAtEnd says.",
      },
      'personal-host-missing': {
        what: 'a booked person has no personal desktop',
        mend: 'Assign a host of the personal pool to the person. If none is free, add one.',
      },
      'recipient-unreachable': {
        what: 'a person cannot be reached in Teams',
        mend: 'Install the app for the person or ask them to unblock it. Requests to an approver have gone to the one who stands in.',
      },
    },
  },

  summaries: {
    proposal: 'Please check your telework request',
    request: 'Your telework request',
    approval: 'A telework request is waiting for you',
    'approval-reminder': 'A telework request is still waiting for you',
    list: 'Your telework bookings',
    cancel: 'Choose the booking to cancel',
    connect: 'How to connect to your desktop',
    help: 'How to use the telework bot',
    sentence: 'A message from the telework bot',
    decisions: {
      approved: 'Your telework request was approved',
      rejected: 'Your telework request was decided',
    },
    notices: {
      decision: 'Your telework request was decided',
      'approver-unreachable': 'Your telework request has gone to somebody else',
      'no-approver': 'A request has no approver',
      cancelled: 'A telework request was cancelled',
      expired: 'A telework request has expired',
      'no-personal-desktop': 'About your desktop',
      'session-warning': 'Your desktop time is over',
      fault: 'A fault needs action',
    },
  },
};

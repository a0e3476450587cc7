import type { CardText } from './card-text.ts';
import { PROPOSAL_TEXTS } from './proposal.ts';

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;
const office = 'the ICT section';

export const en: CardText = {
  parts: { full: 'All day', am: 'Morning', pm: 'Afternoon', hours: 'Set hours' },
  places: { home: 'Home', satellite: 'Satellite office', field: 'On site' },
  devices: { own: 'Own device', lent: 'Lent device', 'mobile-pc': 'Mobile PC', 'office-pc': 'Office PC' },
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
  desktopInstead: (pool, usual) => `Your desktop this time is “${pool}”, not “${usual}” as usual.`,
  colon: ': ',
  dot: ' · ',
  comma: ', ',
  names: (names, more) => [...names, ...(more > 0 ? [`${more} more`] : [])].join(', '),
  moreDays: (count) => `and ${days(count)} more`,
  reason: 'Reason',
  comment: 'Comment',
  readyAt: (at) => `This is short notice: the desktop will be ready at about ${at}.`,
  series: 'Repeated',
  byRule: 'Approved by rule',
  actingFor: (by, forName) => `${by} (acting for ${forName})`,
  replaces: {
    will: (booking) => `Once approved, it takes the place of your booking on ${booking}.`,
    did: (booking) => `It took the place of your booking on ${booking}.`,
  },
  seatReturned: 'The time for holding a seat is over. A free one will be looked for at the approval.',
  offeredUntil: (at) => `A seat is free and kept until ${at}.`,
  dayCount: (count) => days(count),

  proposal: PROPOSAL_TEXTS.en,

  request: {
    titles: {
      pending: 'Request sent',
      waitlisted: 'You are on the waiting list',
      approved: 'Approved',
      rejected: 'Declined',
      cancelled: 'Cancelled',
      expired: 'Expired',
      active: 'Your telework time is on',
      completed: 'Telework finished',
      'no-show': 'Not used',
      mixed: 'Your request',
      'by-rule': 'Booked',
    },
    waitingFor: (names) => `Waiting for approval by ${names}. I will let you know.`,
    waitingForNobodyYet: 'Finding the approver. I will let you know.',
    rerouted: (from, to) => `${from} cannot be reached in Teams, so ${to} has been asked instead. I will let you know.`,
    decided: {
      approved: (by) => `Approved by ${by}`,
      rejected: (by) => `Declined by ${by}`,
    },
    decider: (name) => name,
    next: {
      waitlisted: 'I will let you know when it is your turn.',
      rejected: 'To ask for another day, just send it to me.',
      cancelled: 'To ask again, just send me the day.',
      expired: 'It was not approved before it ended. If you still need a day, please ask for another one.',
    },
    connect: 'How to connect',
    cancel: 'Cancel this booking',
    cancelRest: 'Cancel the remaining time',
    cancelDay: (day) => `Cancel ${day}`,
    leaveWaiting: 'Leave the waiting list',
    leaveWaitingDay: (day) => `Stop waiting for ${day}`,
    cancelByWords: (day) => `To cancel a single day, send for example “cancel ${day}”.`,
  },

  list: {
    title: 'Your telework bookings',
    titleDay: (day) => `Bookings on ${day}`,
    empty: 'You have no upcoming bookings. To request a day, send for example “tomorrow from home”.',
    emptyDay: (day) => `You have no booking on ${day}.`,
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
    intro: 'Just write to me as you would to a colleague. Once a day is approved, your desktop is ready on time.',
    examples: [
      {
        what: 'Request',
        say: ['Work from home tomorrow', 'Every Wednesday morning from home until March', 'Same as last week'],
      },
      { what: 'See', say: ['My bookings', 'How many days are left?', 'Who is at home today?'] },
      { what: 'Change or cancel', say: ['Move my telework on Wednesday to Thursday', "Cancel Friday's WFH"] },
      { what: 'Work', say: ['How do I connect?', 'Start work', 'I am done for today'] },
      { what: 'Approvers', say: ['Approvals', 'Tanaka decides for me from 12/1 to 12/5'] },
      { what: 'In trouble', say: ['I lost my PC'] },
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
    'welcome-approver':
      'Hello. I take telework requests and bring them to their approvers. A request waits for your decision: if you do not see its card, send “approvals”.',
    'try-again': 'I am busy and could not finish this. Please wait a moment and try again.',
    'emergency-not-entitled':
      'Only named people can switch to emergency telework. To work from home yourself, send for example “today from home”. Please make sure that you are safe first, and follow your head of section.',
    'nothing-waiting': 'No request is waiting for your decision.',
    cancelled: 'Cancelled.',
    'not-participating':
      'Telework is not open to you yet: it is being introduced step by step. Please ask the ICT section.',
    'pledge-missing':
      'This cannot be sent yet: the person has not made their telework pledge. I have sent it to them. Please press the button again once they have pledged.',
    thanks: 'Thank you.',
    'not-changeable': 'This booking can no longer be changed. Send “my bookings” to see what is coming up.',
  },

  notices: {
    decided: (status, on, by) => {
      if (status === 'approved' || status === 'active')
        return by === null
          ? `Your telework on ${on} was approved by the written rule.`
          : `${by} approved your telework on ${on}.`;
      if (status === 'waitlisted')
        return `Your telework on ${on} is waiting for a free seat. I will let you know when it is your turn.`;
      if (status === 'rejected')
        return `${by === null ? `Your telework on ${on} was declined` : `${by} declined your telework on ${on}`}. To ask for another day, just send it to me.`;
      return `There is news on your telework request for ${on}. Send “my bookings” to see it.`;
    },
    bookedForYou: (by, on) => `${by} requested telework for you on ${on}.`,
    bookedForYouNext: {
      approved: 'It is already approved. To change it, send “my bookings”.',
      pending: 'I will let you know what is decided. To change it, send “my bookings”.',
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
      'allow-list-not-written': {
        what: "the gateway's file could not be written",
        mend: 'See to the folder in gateway.file, its rights and its disk. Until then the gateway goes by the last file, and a booking that is taken back stays in it. It goes on by itself once mended.',
      },
      'permission-unbooked': {
        what: 'people who are not booked are members of the group of a pool for the booked',
        mend: 'Remove them from the group, or set the pool to admission: open if they belong there. With permission.unbooked: remove, zaitaku removes them.',
      },
      'certificate-to-revoke': {
        what: 'a certificate of the other authority is no longer in use',
        mend: 'The gateway lets it in no more. Have the authority revoke the certificate with this serial number.',
      },
      'session-not-ended': {
        what: 'the session of a person whose device is lost could not be ended',
        mend: 'Disconnect it by hand in the management of the desktops, and revoke the sign-in sessions in Entra ID. It is tried again all the time.',
      },
      'calendar-not-written': {
        what: 'a booking could not be written to the Outlook calendar',
        mend: "Check that the app has Calendars.ReadWrite and that the person's mailbox works. The approval stands.",
      },
      'section-calendar-not-written': {
        what: "a section's shared calendar cannot be written",
        mend: 'See with "zaitaku check" whether the shared mailbox is there and the app may write in it. Bookings and people\'s own calendars stand; what is missing is entered by itself afterwards.',
      },
      'calendars-unreadable': {
        what: 'Outlook calendars cannot be read',
        mend: 'See the reasons with "zaitaku calendar" and mend what "zaitaku check" names. Bookings and approvals stand; what changed meanwhile is taken in by itself afterwards.',
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
      'capacity-limit': {
        what: 'a limit on hosts or money does not hold all people booked',
        mend: 'People with bookings are still served. Raise the pool’s limit (capacity in the settings), or book fewer people.',
      },
      'nobody-comes': {
        what: 'more than half of the people booked have not come',
        mend: 'See whether something keeps people from signing in, or from working at all. No seat has been given back.',
      },
      'licences-nearly-used-up': {
        what: 'licences that are bound to people are nearly used up',
        mend: 'Order more, or release those of people who have left at the vendor. Who has none bound gets none when all are. “zaitaku report licences” shows the days.',
      },
      'licences-short': {
        what: 'people without a booking leave too few licences for those with one',
        mend: 'Ask people without a booking to sign out or to book, take standing members out of the pool’s group, or order more licences.',
      },
      'readiness-unreadable': {
        what: 'what is checked before a day cannot be read',
        mend: 'Run "zaitaku check" for permissions and reachability. Until then what was read before counts; when it is too old, cards say that it is not known. Nobody is kept out by that alone.',
      },
      'ways-open': {
        what: 'ways from the desktop to people’s own devices stand open',
        mend: "Mend the host pool's RDP properties (with Citrix: the policies). zaitaku does not rewrite them.",
      },
      'calendar-unreadable': {
        what: 'a calendar cannot be read',
        mend: 'Run “zaitaku check”, and see to the file, the address or the rights. What was read before counts meanwhile. It goes on by itself once mended.',
      },
      'calendar-lines-wrong': {
        what: 'entries of a calendar cannot be read',
        mend: 'Mend the lines or entries named at their source. The others are taken; until all can be read, nothing that is missing there is taken away.',
      },
      'booked-when-closed': {
        what: 'the organisation calendar closes the offices on a day that is booked',
        mend: 'The people have been asked whether they still need the day, and the bookings stand. The number above says how many they are; “zaitaku bookings” lists them. If the closure is a mistake, take it out of the calendar.',
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
    list: 'Your telework bookings',
    cancel: 'Choose the booking to cancel',
    connect: 'How to connect to your desktop',
    help: 'How to use the telework bot',
    allowance: 'What you can still book',
    feedback: 'How was your telework day?',
    pledge: 'Your telework pledge',
    records: 'The link to your records',
    team: 'Who of your section is where',
    sentence: 'A message from the telework bot',
    work: 'About your working time',
    decisions: {
      approved: 'Your telework request was approved',
      rejected: 'Your telework request was decided',
    },
    notices: {
      decision: 'Your telework request was decided',
      'booked-for-you': 'Telework was requested for you',
      'approver-unreachable': 'Your telework request has gone to somebody else',
      'no-approver': 'A request has no approver',
      cancelled: 'A telework request was cancelled',
      expired: 'A telework request has expired',
      'no-personal-desktop': 'About your desktop',
      'session-warning': 'Your desktop time is over',
      'maintenance-ready': 'Hosts are ready for maintenance',
      'maintenance-wanted': 'Hosts in maintenance are wanted',
      'permission-mended': 'Access was put right',
      fault: 'A fault needs action',
    },
  },
};

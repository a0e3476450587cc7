/** Names the v1.0 metadata knows, so that a misspelt `$select` is refused as the real service refuses it. */

const ENTITY = ['id', 'deletedDateTime'];

export const USER_PROPERTIES = new Set([
  ...ENTITY,
  ...'aboutMe accountEnabled ageGroup assignedLicenses assignedPlans authorizationInfo birthday businessPhones city companyName consentProvidedForMinor country createdDateTime creationType customSecurityAttributes department displayName employeeHireDate employeeId employeeLeaveDateTime employeeOrgData employeeType externalUserState faxNumber givenName hireDate identities imAddresses interests isResourceAccount jobTitle lastPasswordChangeDateTime legalAgeGroupClassification licenseAssignmentStates mail mailboxSettings mailNickname mobilePhone mySite officeLocation onPremisesDistinguishedName onPremisesDomainName onPremisesExtensionAttributes onPremisesImmutableId onPremisesLastSyncDateTime onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled onPremisesUserPrincipalName otherMails passwordPolicies passwordProfile pastProjects postalCode preferredDataLocation preferredLanguage preferredName provisionedPlans proxyAddresses responsibilities schools securityIdentifier showInAddressList signInActivity signInSessionsValidFromDateTime skills state streetAddress surname usageLocation userPrincipalName userType manager directReports memberOf'.split(
    ' ',
  ),
]);

/** What Graph answers of a user without `$select`: `department` is not among it. https://learn.microsoft.com/graph/api/user-get */
export const USER_USUAL = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

export const GROUP_PROPERTIES = new Set([
  ...ENTITY,
  ...'assignedLabels assignedLicenses classification createdDateTime description displayName expirationDateTime groupTypes hasMembersWithLicenseErrors isAssignableToRole mail mailEnabled mailNickname membershipRule membershipRuleProcessingState onPremisesLastSyncDateTime onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled preferredDataLocation preferredLanguage proxyAddresses renewedDateTime securityEnabled securityIdentifier theme uniqueName visibility members owners memberOf transitiveMembers'.split(
    ' ',
  ),
]);

export const EVENT_PROPERTIES = new Set(
  'id categories changeKey createdDateTime lastModifiedDateTime allowNewTimeProposals attendees body bodyPreview end hasAttachments hideAttendees iCalUId importance isAllDay isCancelled isDraft isOnlineMeeting isOrganizer isReminderOn location locations onlineMeeting onlineMeetingProvider onlineMeetingUrl organizer originalEndTimeZone originalStart originalStartTimeZone recurrence reminderMinutesBeforeStart responseRequested responseStatus sensitivity seriesMasterId showAs start subject transactionId type webLink attachments calendar extensions instances multiValueExtendedProperties singleValueExtendedProperties'.split(
    ' ',
  ),
);

import {
  complex,
  flag,
  reference,
  several,
  text,
  time,
  type Attribute,
  type ResourceType,
  type Schema,
} from './attribute.ts'

const readOnly = { mutability: 'readOnly' } as const

/** RFC 7643 §3.1: what every resource has, whatever its schema. */
export const commonAttributes: readonly Attribute[] = [
  reference('schemas', 'What the resource is made of.', ['uri'], {
    ...readOnly,
    multiValued: true,
    returned: 'always',
  }),
  text('id', 'The name of the resource here.', {
    ...readOnly,
    caseExact: true,
    returned: 'always',
    uniqueness: 'server',
  }),
  text('externalId', 'The name of the resource at the client.', { caseExact: true }),
  complex(
    'meta',
    'About the resource.',
    [
      text('resourceType', 'Its kind.', { ...readOnly, caseExact: true }),
      time('created', 'When it was made.'),
      time('lastModified', 'When it was changed last.'),
      reference('location', 'Its address.', ['uri'], readOnly),
      text('version', 'Its ETag.', { ...readOnly, caseExact: true }),
    ],
    readOnly,
  ),
]

/** RFC 7643 §4.1, without passwords and certificates: nobody provisions those here. */
const user: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'A person.',
  attributes: [
    text('userName', 'The name of the person at the client, unique for this connection.', {
      required: true,
      uniqueness: 'server',
    }),
    complex('name', 'The parts of the name.', [
      text('formatted', 'The whole name.'),
      text('familyName', 'The family name.'),
      text('givenName', 'The given name.'),
      text('middleName', 'Names between.'),
      text('honorificPrefix', 'What stands before the name.'),
      text('honorificSuffix', 'What stands behind the name.'),
    ]),
    text('displayName', 'The name as it is shown.'),
    text('nickName', 'What they are called.'),
    reference('profileUrl', 'A page about them.', ['external']),
    text('title', 'Their position.'),
    text('userType', 'How they belong to the organization.'),
    text('preferredLanguage', 'The language they like to read.'),
    text('locale', 'How times and numbers are written for them.'),
    text('timezone', 'Where their clock is.'),
    flag('active', 'Whether they may sign in. False ends every session and token at once.'),
    several('emails', 'Their addresses. The primary one becomes the address of the account.'),
    several('phoneNumbers', 'Their telephone numbers. None of them is used to sign in.'),
    several('ims', 'Their addresses for messages.'),
    several('photos', 'Pictures of them.'),
    complex(
      'addresses',
      'Where they are.',
      [
        text('formatted', 'The whole address.'),
        text('streetAddress', 'Street and number.'),
        text('locality', 'The town.'),
        text('region', 'The region.'),
        text('postalCode', 'The postal code.'),
        text('country', 'The country.'),
        text('type', 'What it is for.', { canonicalValues: ['work', 'home', 'other'] }),
        flag('primary', 'Whether it is the preferred one.'),
      ],
      { multiValued: true },
    ),
    complex(
      'groups',
      'The groups they are in.',
      [
        text('value', 'The id of the group.', { ...readOnly, caseExact: true }),
        reference('$ref', 'The address of the group.', ['Group'], readOnly),
        text('display', 'The name of the group.', readOnly),
        text('type', 'How they are in it.', readOnly),
      ],
      { ...readOnly, multiValued: true },
    ),
    several('entitlements', 'Kept as it is sent. Gives nobody any rights.'),
    several('roles', 'Kept as it is sent. Gives nobody any rights: groups do, where the operator says so.'),
  ],
}

/** RFC 7643 §4.3. */
const enterpriseUser: Schema = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'A person in an organization.',
  attributes: [
    text('employeeNumber', 'Their number.'),
    text('costCenter', 'The cost center.'),
    text('organization', 'The organization.'),
    text('division', 'The division.'),
    text('department', 'The department.'),
    complex('manager', 'Whom they report to.', [
      text('value', 'The id of the manager, as the client knows it.', { caseExact: true }),
      reference('$ref', 'The address of the manager.', ['User']),
      text('displayName', 'The name of the manager.', readOnly),
    ]),
  ],
}

/** RFC 7643 §4.2. */
const group: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'A group of people.',
  attributes: [
    text('displayName', 'The name of the group, unique for this connection.', {
      required: true,
      uniqueness: 'server',
    }),
    complex(
      'members',
      'The people in the group.',
      [
        text('value', 'The id of the person.', { mutability: 'immutable', caseExact: true }),
        reference('$ref', 'The address of the person.', ['User'], { mutability: 'immutable' }),
        text('type', 'User: groups hold people alone.', {
          mutability: 'immutable',
          canonicalValues: ['User'],
        }),
        text('display', 'The name of the person.', readOnly),
      ],
      { multiValued: true },
    ),
  ],
}

export const userType: ResourceType = {
  name: 'User',
  endpoint: '/Users',
  schema: user,
  extensions: [enterpriseUser],
}

export const groupType: ResourceType = { name: 'Group', endpoint: '/Groups', schema: group, extensions: [] }

export const resourceTypes = [userType, groupType] as const

/** Every schema there is, for `/Schemas` (RFC 7643 §7). */
export const schemas: readonly Schema[] = [user, enterpriseUser, group]

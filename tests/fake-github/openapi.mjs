// Owns the check against GitHub's OpenAPI description: is this request, and is this reply, one that the description allows?

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';

// The whole list of what the fake serves; adding an operation is one line here and one handler in api.mjs.
const OPERATIONS = [
  ['GET', '/enterprises/{enterprise}/bypass-requests/secret-scanning'],
  ['GET', '/orgs/{org}/bypass-requests/secret-scanning'],
  ['GET', '/repos/{owner}/{repo}/bypass-requests/secret-scanning'],
  ['GET', '/repos/{owner}/{repo}/bypass-requests/secret-scanning/{bypass_request_number}'],
  ['PATCH', '/repos/{owner}/{repo}/bypass-requests/secret-scanning/{bypass_request_number}'],
  ['DELETE', '/repos/{owner}/{repo}/bypass-responses/secret-scanning/{bypass_response_id}'],
  ['GET', '/user'],
  ['GET', '/user/orgs'],
];

const API_VERSIONS = ['2022-11-28', '2026-03-10'];

const isRateLimited = ({ headers, body }) =>
  'retry-after' in headers || headers['x-ratelimit-remaining'] === '0' || /secondary rate limit/.test(body?.message ?? '');

// For SAML, or with what the token would have needed.
const isRefused = ({ headers }) =>
  /^required; url=https:/.test(headers['x-github-sso'] ?? '') || 'x-accepted-github-permissions' in headers || lacksScope(headers);

const scopesIn = (text) => text.split(',').map((scope) => scope.trim()).filter(Boolean);

function lacksScope({ 'x-oauth-scopes': held = '', 'x-accepted-oauth-scopes': accepted = '' }) {
  return scopesIn(accepted).length > 0 && scopesIn(accepted).every((scope) => !scopesIn(held).includes(scope));
}

// Statuses that GitHub's edge sends for any operation, whatever that operation's own table says, and when they are believable.
export const edge = {
  304: { when: (request) => 'if-none-match' in request.headers, body: null },
  401: { when: () => true, body: 'basic-error' },
  403: { when: (_request, reply) => isRateLimited(reply) || isRefused(reply), body: 'basic-error' },
  429: { when: (_request, reply) => isRateLimited(reply), body: 'basic-error' },
};

let loaded;

// Parsed and compiled once per process: the description is 14 MB.
export function loadDescription() {
  loaded ??= new Description(
    JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@octokit/openapi/generated/ghec.json'), 'utf8')),
  );
  return loaded;
}

export class Description {
  #document;
  #ajv = addFormats(new Ajv({ strict: false, allErrors: true }));

  constructor(document) {
    this.#document = document;
    this.operations = OPERATIONS.map(([method, template]) => this.#compileOperation(method, template));
    this.#edgeBody = this.#ajv.compile(this.#toJsonSchema({ $ref: '#/components/schemas/basic-error' }));
  }

  #edgeBody;

  // The operation and its decoded path parameters, or undefined where no served operation has that method and path.
  match(method, path) {
    for (const operation of this.operations) {
      const found = operation.method === method && operation.pattern.exec(path);
      if (!found) continue;
      try {
        return { operation, params: Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)])) };
      } catch (error) {
        // A broken percent-encoding names no resource.
        if (error instanceof URIError) return undefined;
        throw error;
      }
    }
  }

  // `request` is {params, query: URLSearchParams, headers, bodyText}. Returns what is wrong with it, one string each.
  requestErrors(operation, request) {
    const errors = [];
    for (const parameter of operation.pathParameters) {
      errors.push(...parameter.errors(request.params[parameter.name]));
    }
    for (const name of new Set(request.query.keys())) {
      const parameter = operation.queryParameters.get(name);
      const values = request.query.getAll(name);
      if (!parameter) errors.push(`query parameter ${name} is not described`);
      else if (values.length > 1) errors.push(`query parameter ${name} is given ${values.length} times`);
      else errors.push(...parameter.errors(values[0]));
    }
    for (const parameter of operation.queryParameters.values()) {
      if (parameter.required && !request.query.has(parameter.name)) errors.push(`query parameter ${parameter.name} is missing`);
    }
    const version = request.headers['x-github-api-version'];
    if (version !== undefined && !API_VERSIONS.includes(version)) errors.push(`no API version ${version} exists`);
    errors.push(...operation.bodyErrors(request));
    return errors;
  }

  // `excused` are the places a test's deviation names: 'status', 'headers' or JSON pointers into the body.
  replyErrors(operation, request, reply, excused = []) {
    let checkBody = operation.replies.get(reply.status);
    if (checkBody === undefined) {
      const atEdge = edge[reply.status];
      if (atEdge?.when(request, reply)) {
        checkBody = atEdge.body === null ? null : this.#edgeBody;
      } else if (excused.includes('status')) {
        return [];
      } else {
        return [`status ${reply.status} is not described`];
      }
    }
    if (checkBody === null) {
      return reply.body === undefined || excused.includes('') ? [] : [`status ${reply.status} has no body`];
    }
    const errors = [];
    if (!/^application\/json\b/.test(reply.headers['content-type'] ?? '') && !excused.includes('headers')) {
      errors.push(`content type ${reply.headers['content-type']} is not described`);
    }
    if (reply.body === undefined) {
      return excused.includes('') ? errors : [...errors, 'the body is missing'];
    }
    return [...errors, ...schemaErrors(checkBody, reply.body, excused).map((error) => `body ${error}`)];
  }

  #compileOperation(method, template) {
    const item = this.#document.paths[template];
    const described = item?.[method.toLowerCase()];
    if (!described) throw new Error(`the description has no ${method} ${template}`);
    const parameters = [...(item.parameters ?? []), ...(described.parameters ?? [])].map((parameter) => this.#compileParameter(parameter));
    const replies = new Map(
      Object.entries(described.responses).map(([status, response]) => {
        const schema = this.#resolve(response).content?.['application/json']?.schema;
        return [Number(status), schema ? this.#ajv.compile(this.#toJsonSchema(schema)) : null];
      }),
    );
    return {
      id: described.operationId,
      method,
      template,
      documentationUrl: described.externalDocs.url.replace('/enterprise-cloud@latest', ''),
      pattern: new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
      pathParameters: parameters.filter((parameter) => parameter.in === 'path'),
      queryParameters: new Map(parameters.filter((parameter) => parameter.in === 'query').map((parameter) => [parameter.name, parameter])),
      bodyErrors: this.#compileRequestBody(described.requestBody),
      replies,
    };
  }

  #compileParameter(reference) {
    const parameter = this.#resolve(reference);
    const schema = this.#toJsonSchema(parameter.schema);
    // The limits of per_page and page stand only in the description's prose.
    const highest = /\(max (\d+)\)/.exec(parameter.description ?? '')?.[1];
    if (schema.type === 'integer' && parameter.in === 'query') schema.minimum ??= 1;
    if (highest) schema.maximum ??= Number(highest);
    const validate = this.#ajv.compile(schema);
    return {
      name: parameter.name,
      in: parameter.in,
      required: parameter.required === true,
      errors: (text) =>
        schemaErrors(validate, readParameter(text, schema.type)).map((error) => `${parameter.in} parameter ${parameter.name}=${text}: ${error}`),
    };
  }

  #compileRequestBody(reference) {
    if (!reference) {
      return ({ bodyText }) => (bodyText === '' ? [] : ['a body is sent where none is described']);
    }
    const described = this.#resolve(reference);
    const validate = this.#ajv.compile(this.#toJsonSchema(described.content['application/json'].schema));
    return ({ bodyText, headers }) => {
      if (bodyText === '') return described.required ? ['the body is missing'] : [];
      if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return [`content type ${headers['content-type']} is not described`];
      try {
        return schemaErrors(validate, JSON.parse(bodyText)).map((error) => `body ${error}`);
      } catch (error) {
        return [`the body is not JSON: ${error.message}`];
      }
    };
  }

  #resolve(node) {
    let found = node;
    while (found.$ref) {
      found = found.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], this.#document);
    }
    return found;
  }

  // OpenAPI 3.0's schema dialect as JSON Schema 2019-09, with references written out and every object closed to members it doesn't name.
  #toJsonSchema(node, { closed = true, inside = [] } = {}) {
    if (node.$ref) {
      if (inside.includes(node.$ref)) throw new Error(`${node.$ref} contains itself`);
      return this.#toJsonSchema(this.#resolve(node), { closed, inside: [...inside, node.$ref] });
    }
    const { nullable, discriminator, properties, items, oneOf, anyOf, allOf, additionalProperties, ...schema } = node;
    const below = (child) => this.#toJsonSchema(child, { inside });
    // A part of an allOf must stay open: the members it lacks belong to the other parts.
    const part = (child) => this.#toJsonSchema(child, { closed: false, inside });
    delete schema.example;
    delete schema.default;
    if (properties) schema.properties = Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, below(child)]));
    if (items) schema.items = below(items);
    if (anyOf) schema.anyOf = anyOf.map(below);
    if (allOf) schema.allOf = allOf.map(part);
    if (oneOf && discriminator?.mapping) Object.assign(schema, this.#byDiscriminator(discriminator, below));
    else if (oneOf) schema.oneOf = oneOf.map(below);
    if (typeof additionalProperties === 'object') schema.additionalProperties = below(additionalProperties);
    else if (additionalProperties !== undefined) schema.additionalProperties = additionalProperties;
    else if (closed && (properties || allOf)) schema.unevaluatedProperties = false;
    if (!nullable) return schema;
    if (schema.enum) schema.enum = [...schema.enum, null];
    if (!schema.type) return { anyOf: [{ type: 'null' }, schema] };
    return { ...schema, type: [schema.type, 'null'] };
  }

  // One branch is judged, not all of them: otherwise a deviation in one member would fail at every member of the other branches.
  #byDiscriminator({ propertyName, mapping }, below) {
    return {
      required: [propertyName],
      properties: { [propertyName]: { enum: Object.keys(mapping) } },
      allOf: Object.entries(mapping).map(([value, $ref]) => ({
        if: { required: [propertyName], properties: { [propertyName]: { const: value } } },
        then: below({ $ref }),
      })),
    };
  }
}

function readParameter(text, type) {
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function schemaErrors(validate, value, excused = []) {
  if (validate(value)) return [];
  return validate.errors
    .filter((error) => error.keyword !== 'if')
    .map((error) => ({ at: placeOf(error), text: `${error.message}${error.params.allowedValues ? ` (${error.params.allowedValues.join(', ')})` : ''}` }))
    .filter(({ at }) => !excused.includes(at))
    .map(({ at, text }) => `${at || '(whole)'} ${text}`);
}

// A missing or surplus member is reported at the object that should or shouldn't have it; its own pointer says more.
function placeOf({ instancePath, params }) {
  const member = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;
  return member === undefined ? instancePath : `${instancePath}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

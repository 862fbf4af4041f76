/**
 * The only script of these pages: between the browser's passkeys and the API. Written for browsers of some years ago,
 * which have no JSON forms of their own.
 */

import { API_ROOT } from '@loa-lang/schemas/http/common';
import { PAGE_HEADER } from '@loa-lang/schemas/http/sign-in';

export const PASSKEY_SCRIPT = `
(function(){
var box=document.querySelector('[data-passkey]');
if(!box||!window.PublicKeyCredential||!window.isSecureContext)return;
box.hidden=false;
function bytes(text){var raw=atob(text.replace(/-/g,'+').replace(/_/g,'/'));var out=new Uint8Array(raw.length);for(var i=0;i<raw.length;i++)out[i]=raw.charCodeAt(i);return out}
function text(buffer){var raw='',all=new Uint8Array(buffer);for(var i=0;i<all.length;i++)raw+=String.fromCharCode(all[i]);return btoa(raw).replace(/\\+/g,'-').replace(/\\//g,'_').replace(/=+$/,'')}
function ask(path,body){return fetch('${API_ROOT}'+path,{method:'POST',credentials:'same-origin',headers:{'content-type':'application/json','${PAGE_HEADER}':'1'},body:JSON.stringify(body||{})}).then(function(r){return r.json().then(function(b){if(!r.ok)throw new Error(b.message&&b.message[document.documentElement.lang]||'');return b})})}
function ids(list){return(list||[]).map(function(each){return Object.assign({},each,{id:bytes(each.id)})})}
function answerOf(made){var r=made.response,out={};['clientDataJSON','attestationObject','authenticatorData','signature','userHandle'].forEach(function(key){if(r[key])out[key]=text(r[key])});if(r.getTransports)out.transports=r.getTransports();return{id:made.id,rawId:text(made.rawId),type:made.type,response:out,clientExtensionResults:{}}}
function signIn(){return ask('/sign-in/passkey/options').then(function(step){var o=step.options;return navigator.credentials.get({publicKey:Object.assign({},o,{challenge:bytes(o.challenge),allowCredentials:ids(o.allowCredentials)})}).then(function(made){return ask('/sign-in/passkey',{ticket:step.ticket,answer:answerOf(made)})})})}
function add(){return ask('/account/passkeys/options').then(function(step){var o=step.options;return navigator.credentials.create({publicKey:Object.assign({},o,{challenge:bytes(o.challenge),user:Object.assign({},o.user,{id:bytes(o.user.id)}),excludeCredentials:ids(o.excludeCredentials)})}).then(function(made){return ask('/account/passkeys',{ticket:step.ticket,answer:answerOf(made),label:box.dataset.label})})})}
box.querySelector('button').addEventListener('click',function(){
var note=box.querySelector('[role=status]');note.textContent='';
(box.dataset.passkey==='add'?add():signIn()).then(function(done){
if(done.recoveryCodes){var list=document.createElement('pre');list.textContent=done.recoveryCodes.join('\\n');var lead=document.createElement('p');lead.textContent=box.dataset.codes;box.replaceChildren(lead,list);return}
location.assign(box.dataset.next)
},function(error){note.textContent=error&&error.message&&error.name==='Error'?error.message:box.dataset.failed})
})})();
`;

/**
 * The page's script, in the language of browsers of ten years ago. What is held for two seconds starts; what comes from
 * the device is put into the page as text, never as markup.
 */
export const SCRIPT = `
(function(){
var lang='vi',session='',last=null,held=null,offline=false,note=null,countdown=0,timer=0;
try{if(/^en/.test(localStorage.getItem('lang')||''))lang='en'}catch(e){}
function $(id){return document.getElementById(id)}
function w(key,ms){var text=WORDS[lang][key];return ms===undefined?text:text.replace('{time}',length(ms))}
function put(id,text){var node=$(id);if(node.textContent!==text)node.textContent=text}
function show(id,on){$(id).hidden=!on}
function length(ms){var s=Math.max(0,Math.ceil(ms/1000)),m=Math.floor(s/60);return(m>0?m+' '+w('minutes')+' ':'')+(m>0&&s%60===0?'':(s%60)+' '+w('seconds'))}
function ask(method,path,body){
var init={method:method,headers:{'x-session':session}};
if(body){init.headers['content-type']='application/json';init.body=JSON.stringify(body)}
return fetch(path,init).then(function(r){return r.json()}).then(function(b){offline=false;return b},function(){offline=true;return{ok:false,problem:''}})
}
function tell(answer){note=answer&&!answer.ok&&answer.problem?answer.problem:null;countdown=answer&&answer.retryAfterMs?Date.now()+answer.retryAfterMs:0}
function problem(){
var text='';
if(offline)text=w('unreachable');
else if(note){text=w('problems')[note]||note;if(countdown>Date.now())text+=' '+w('retryIn',countdown-Date.now())}
put('problem',text);show('problem',text!=='')
}
function words(){
document.documentElement.lang=lang;document.title=w('title');
var all=document.querySelectorAll('[data-w]');
for(var i=0;i<all.length;i++)all[i].textContent=w(all[i].getAttribute('data-w'))
}
function holdable(button,idle,go){
var hold=0;
button.firstChild.textContent=idle;
function begin(e){if(button.disabled||hold)return;if(e.cancelable&&e.type!=='keydown')e.preventDefault();held=button;button.classList.add('held');button.firstChild.textContent=w('holding');hold=setTimeout(function(){end();go()},2000)}
function end(){clearTimeout(hold);hold=0;held=null;button.classList.remove('held');button.firstChild.textContent=idle}
button.addEventListener('touchstart',begin);button.addEventListener('mousedown',begin);
['touchend','touchcancel','mouseup','mouseleave','blur'].forEach(function(name){button.addEventListener(name,end)});
button.addEventListener('keydown',function(e){if((e.key===' '||e.key==='Enter')&&!e.repeat){e.preventDefault();begin(e)}});
button.addEventListener('keyup',end);
button.addEventListener('contextmenu',function(e){e.preventDefault()})
}
function card(template){
var box=document.createElement('div'),head=document.createElement('h3'),about=document.createElement('p'),button=document.createElement('button');
box.className='card';head.textContent=template.title;
about.textContent=(template.class==='emergency'?w('emergency')+' · ':'')+(template.isReady?w('lasts',template.durationMs):w('notReady'));
button.type='button';button.className='big hold';button.appendChild(document.createElement('span'));
holdable(button,w('hold'),function(){start('start',{templateId:template.id})});
button.disabled=!template.isReady;
box.appendChild(head);box.appendChild(about);box.appendChild(button);
return box
}
var drawn='';
function draw(){
var inside=session!==''&&last!==null;
show('enter',!inside);show('inside',inside);show('leave',inside);
problem();
if(!inside)return;
put('label',last.label||'');
put('holder',last.holder);put('link',w(last.connected?'online':'offline'));
var act=last.act;
show('air',!!act);show('choices',!act);
if(act){
put('air-title',act.title);
put('air-state',act.state==='sounding'?w('sounding')+' · '+w('left',act.leftMs):act.state==='waiting'?w('waiting')+' · '+length(act.beginsInMs):w('starting'));
var level=act.source==='microphone'&&act.levelDbfs!==undefined;
show('hearing',level);if(level)$('level').style.width=Math.max(0,Math.min(100,(act.levelDbfs+60)*100/54))+'%';
$('air-bar').style.width=(act.state==='sounding'?Math.min(100,100*(1-act.leftMs/act.lengthMs)):0)+'%'
}
var want=JSON.stringify([lang,last.templates,last.mayUse,last.microphone]);
if(want!==drawn&&!held){
drawn=want;
var list=$('templates');list.textContent='';
last.templates.forEach(function(template){list.appendChild(card(template))});
var may=last.mayUse.indexOf('templates')>=0;
show('prepared',may);show('nothing',may&&last.templates.length===0);
show('microphone',last.mayUse.indexOf('microphone')>=0&&last.microphone);
$('microphone-start').firstChild.textContent=w('microphoneStart')
}
}
function look(){
clearTimeout(timer);
if(session==='')return;
ask('GET','/api/state').then(function(state){
if(state.ok)last=state;
else if(state.problem==='session-over'){session='';last=null;tell(state)}
draw();timer=setTimeout(look,last&&last.act?500:2000)
})
}
function start(path,what){ask('POST','/api/'+path,what).then(function(answer){tell(answer);look();draw()})}
$('form').addEventListener('submit',function(e){
e.preventDefault();var button=$('go');button.disabled=true;button.firstChild.textContent=w('checking');tell(null);problem();
ask('POST','/api/enter',{code:$('code').value}).then(function(answer){
button.disabled=false;button.firstChild.textContent=w('enter');tell(answer);
if(answer.ok){session=answer.session;$('code').value='';history.replaceState(null,'','/')}
draw();look()
})
});
$('code').addEventListener('input',function(){
var field=this,end=field.selectionStart===field.value.length,digits=field.value.replace(/[^0-9]/g,'').slice(0,15);
if(end)field.value=digits.replace(/(...)(?=.)/g,'$1 ')
});
$('stop').addEventListener('click',function(){ask('POST','/api/stop',{}).then(function(answer){tell(answer);look()})});
$('leave').addEventListener('click',function(){ask('POST','/api/leave',{});session='';last=null;tell(null);draw()});
$('language').addEventListener('click',function(){lang=lang==='vi'?'en':'vi';try{localStorage.setItem('lang',lang)}catch(e){}words();draw()});
holdable($('microphone-start'),w('microphoneStart'),function(){start('speak',{})});
setInterval(problem,1000);
words();
if(/^#[0-9 ]+$/.test(decodeURIComponent(location.hash)))$('code').value=decodeURIComponent(location.hash).slice(1);
draw();
})();
`;

// Owns an empty scroller: a document as high as the app's list and with nothing to draw.
//
// Fair, because whatever frames it drops are the browser's and the machine's, not anyone's rows.

const height = Number(new URLSearchParams(location.search).get('height'));
const filler = document.createElement('div');
filler.style.height = `${height}px`;
const scroller = document.createElement('div');
scroller.setAttribute('role', 'grid');
scroller.style.cssText = 'overflow-y: auto; height: 700px';
scroller.append(filler);
document.body.append(scroller);

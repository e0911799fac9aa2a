"""Ways in which a page may try to reach a private address, as a table: each is one small page of its own.

`{u}` is the canary's URL, `{p}` its port, `{w}` its websocket URL.
"""

from __future__ import annotations

PAGES: dict[str, str] = {
    "img": "<img src='{u}'>",
    "srcset": "<picture><source srcset='{u}'><img alt=a></picture>",
    "iframe": "<iframe src='{u}'></iframe>",
    "srcdoc": "<iframe srcdoc=\"<img src='{u}'>\"></iframe>",
    "data frame": "<iframe src=\"data:text/html,<img src='{u}'>\"></iframe>",
    "sandboxed frame": "<iframe sandbox=allow-scripts"
    " srcdoc=\"<script>fetch('{u}',{{mode:'no-cors'}})</script>\"></iframe>",
    "stylesheet": "<link rel=stylesheet href='{u}'>",
    "css import": "<style>@import url('{u}');</style>",
    "css background": "<style>body {{ background: url('{u}') }}</style>",
    "font": "<style>@font-face {{ font-family: x; src: url('{u}') }} p {{ font-family: x }}</style><p>text",
    "script": "<script src='{u}'></script>",
    "module": "<script type=module>import '{u}'</script>",
    "object": "<object data='{u}'></object>",
    "embed": "<embed src='{u}'>",
    "video": "<video src='{u}' autoplay muted></video>",
    "audio": "<script>new Audio('{u}').load()</script>",
    "track": "<video crossorigin><track default kind=captions src='{u}' id=t></video>"
    "<script>t.track.mode = 'showing'</script>",
    "input image": "<input type=image src='{u}'>",
    "svg image": "<svg><image href='{u}' width=9 height=9 /></svg>",
    "prefetch": "<link rel=prefetch href='{u}'>",
    "preload": "<link rel=preload as=image href='{u}'>",
    "modulepreload": "<link rel=modulepreload href='{u}'>",
    "preconnect": "<link rel=preconnect href='{u}'>",
    "icon": "<link rel=icon href='{u}'>",
    "speculation rules": '<script type=speculationrules>{{"prefetch":'
    ' [{{"urls": ["{u}"], "eagerness": "immediate"}}]}}</script>',
    "form": "<form id=f method=post action='{u}'><input name=a value=b></form><script>f.submit()</script>",
    "popup": "<script>open('{u}')</script>",
    "link": "<a id=a href='{u}'>go</a><script>a.click()</script>",
    "download link": "<a id=a download=x href='{u}'>go</a><script>a.click()</script>",
    "ping": "<a id=a href='#' ping='{u}'>go</a><script>a.click()</script>",
    "location": "<script>location = '{u}'</script>",
    "meta refresh": "<meta http-equiv=refresh content='0;url={u}'>",
    "javascript frame": "<iframe src=\"javascript:location='{u}'\"></iframe>",
    "fetch": "<script>fetch('{u}', {{mode: 'no-cors'}})</script>",
    "fetch with preflight": "<script>fetch('{u}', {{method: 'PUT', headers: {{'X-A': '1'}}}})</script>",
    "xhr": "<script>x = new XMLHttpRequest(); x.open('GET', '{u}'); x.send()</script>",
    "beacon": "<script>navigator.sendBeacon('{u}', 'x')</script>",
    "keepalive on leaving": "<script>onpagehide = () => fetch('{u}', {{mode: 'no-cors', keepalive: true}});"
    " setTimeout(() => location = 'about:blank', 100)</script>",
    "event source": "<script>new EventSource('{u}')</script>",
    "websocket": "<script>new WebSocket('{w}')</script>",
    "secure websocket": "<script>new WebSocket('{w}'.replace('ws:', 'wss:'))</script>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob([\"fetch('{u}', {{mode: 'no-cors'}})\"])))</script>",
    "worker import": "<script>new Worker(URL.createObjectURL(new Blob([\"importScripts('{u}')\"])))</script>",
    "shared worker": "<script>new SharedWorker("
    "URL.createObjectURL(new Blob([\"fetch('{u}', {{mode: 'no-cors'}})\"])))</script>",
    "service worker": "<script>navigator.serviceWorker.register('/sw.js?{p}&' + Date.now())</script>",
    "redirect": "<img src='/redirect?302,{u}'>",
    "redirected post": "<script>fetch('/redirect?307,{u}', {{method: 'POST', mode: 'no-cors', body: 'x'}})</script>",
    "redirected page": "<script>location = '/redirect?301,{u}'</script>",
    "https": "<img src='https://127.0.0.1:{p}/tls'>",
    "localhost": "<img src='http://localhost:{p}/'>",
    "localhost with a dot": "<img src='http://localhost.:{p}/'>",
    "localhost below": "<img src='http://a.localhost:{p}/'>",
    "six": "<img src='http://[::1]:{p}/'>",
    "six mapped": "<img src='http://[::ffff:127.0.0.1]:{p}/'>",
    "six mapped in hex": "<img src='http://[0:0:0:0:0:ffff:7f00:1]:{p}/'>",
    "zero": "<img src='http://0.0.0.0:{p}/'>",
    "all of the loopback": "<img src='http://127.8.9.1:{p}/'>",
    "decimal": "<img src='http://2130706433:{p}/'>",
    "hex": "<img src='http://0x7f.0x0.0x0.0x1:{p}/'>",
    "octal": "<img src='http://0177.0.0.01:{p}/'>",
    "short": "<img src='http://127.1:{p}/'>",
    "wide digits": "<img src='http://１２７.０.０.１:{p}/'>",
    "user part": "<script>open('http://example.com@127.0.0.1:{p}/')</script>",
    "escaped": "<img src='http://%31%32%37.0.0.1:{p}/'>",
    "private name": "<img src='http://name.test:{p}/'>",
    "rebound name": "<script>(async () => {{ for (let i = 0; i < 6; i++)"
    " await fetch('http://rebind.test:' + (i ? {p} : location.port) + '/' + i, {{mode: 'no-cors'}}).catch(() => 0)"
    " }})()</script>",
    "csp report": "<meta http-equiv=x><iframe src='/reporting?{u}'></iframe>",
    "stun": "<script>c = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{p}'}}]}});"
    " c.createDataChannel('x'); c.createOffer().then(offer => c.setLocalDescription(offer))</script>",
    "turn over tcp": "<script>c = new RTCPeerConnection({{iceServers: [{{urls: 'turn:127.0.0.1:{p}?transport=tcp',"
    " username: 'a', credential: 'b'}}], iceTransportPolicy: 'relay'}}); c.createDataChannel('x');"
    " c.createOffer().then(offer => c.setLocalDescription(offer))</script>",
    "web transport": "<script>new WebTransport('https://127.0.0.1:{p}/').ready.catch(() => 0)</script>",
}

OWN_TAB = frozenset({"icon", "speculation rules", "popup", "user part", "service worker", "csp report", "srcset"})
"""Ways that mean something in a tab of their own only; the others are tried in frames of one page."""

SHUT_ALREADY = frozenset(
    {
        "speculation rules",
        "preconnect",
        "icon",
        "ping",
        "stun",
        "web transport",
        "service worker",
        "csp report",
        "srcset",
    }
)
"""Ways that Chromium's rules or our flags shut, or that Chromium takes when it likes (the last three): they may reach
nobody even where the address is open, so that nothing is demanded there."""

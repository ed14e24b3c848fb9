//! The kit on one page, to look at: `trunk serve --features gallery`, then `/#gallery`.

use crate::ui::{bits::*, chips::ChipsInput, choice::*, *};
use crate::view::prelude::*;

fn hold() -> Option<Reason> {
    Some(Reason {
        why: "The only admin.".into(),
        remedy: "Make somebody else an admin first, then this role can change.".into(),
        ask: None,
    })
}

#[component]
pub fn Gallery() -> AnyView {
    let toasts = Toasts::default();
    let dialog = RwSignal::new(window().location().hash().is_ok_and(|h| h.contains("dialog")));
    let palette = RwSignal::new(window().location().hash().is_ok_and(|h| h.contains("palette")));
    if window().location().hash().is_ok_and(|h| h.contains("toast")) {
        toasts.undo("Tyler Chen was deactivated", Callback::new(|()| ()));
        toasts.fail("The server did not answer");
    }
    let name = RwSignal::new(String::from("Natalie"));
    let mail = RwSignal::new(String::from("natalie@juniper"));
    let role = RwSignal::new(String::from("user"));
    let search = RwSignal::new(String::new());
    let on = RwSignal::new(true);
    let many = RwSignal::new(vec![
        "ana@acme.example".to_string(),
        "bo@acme.example".into(),
        "tyler@juniper.example".into(),
        "cy@".into(),
    ]);
    let text = RwSignal::new(String::new());
    let press = Callback::new(move |()| {
        toasts.undo("Tyler Chen was deactivated", Callback::new(move |()| toasts.say("Restored")))
    });
    let cards = vec![
        Card {
            value: "admin".into(),
            label: "Admin".into(),
            about: "Everything, including settings, billing and other people".into(),
            hold: None,
        },
        Card {
            value: "user".into(),
            label: "User".into(),
            about: "Contacts, opportunities, calendars. No settings, billing or reports".into(),
            hold: None,
        },
        Card { value: "owner".into(), label: "Owner".into(), about: String::new(), hold: hold() },
    ];
    let cards = Live::from(move || cards.clone());
    let entries = Callback::new(move |()| {
        let item = |g, l: &str, danger, hold: Option<Reason>| {
            Entry::Item(Item { glyph: Some(g), danger, hold, ..Item::new(l, press) })
        };
        vec![
            item(Icon::Edit, "Edit details", false, None),
            item(Icon::Key, "Change password", false, None),
            Entry::Rule,
            item(
                Icon::Pause,
                "Deactivate",
                true,
                Some(Reason {
                    why: "You can't do this to yourself.".into(),
                    remedy: "Ask another admin or owner.".into(),
                    ask: None,
                }),
            ),
            item(Icon::Trash, "Delete", true, None),
        ]
    });
    let people = [
        "Rachel Vasquez",
        "Tyler Chen",
        "Natalie Wong",
        "Member Four",
        "王小明",
        "Āris Ozols",
        "فاطمة علي",
        "ben",
    ];
    let row = Callback::new(move |place: Signal<usize>| {
        let i = place.get_untracked();
        let n = people[i % people.len()];
        view! {
            <div class="line" role="row" tabindex="-1" aria-selected=(i == 1).then_some("true")>
                <span class="cell pick"><input type="checkbox" aria-label=n/></span>
                <span class="cell who c-who"><Avatar name=n.to_string() key=n/><span><span class="name"><bdi class="clip">{n}</bdi>{(i == 0).then(|| view! { <span class="you">"you"</span> })}</span><small class="clip">{i}"@juniper.example"</small></span></span>
                <span class="cell c-role"><Menu class="role" name="Role" entries=entries hold=if i == 0 { hold() } else { None }>"Admin" {icon(Icon::Down)}</Menu></span>
                <span class="cell c-status">{match i % 4 { 0 | 1 => view!{<Badge tone=Tone::Ok text="Active"/>}, 2 => view!{<Badge tone=Tone::Wait text="Pending"/>}, _ => view!{<Badge tone=Tone::Off text="Deactivated"/>} }}</span>
                <span class="cell c-when dim small"><Ago at=time::now() - 3_600_000 * (i as i64) now=time::now()/></span>
                <span class="cell c-more"><Menu class="btn icon" name="More" entries=entries at_end=true>{icon(Icon::Dots)}</Menu></span>
            </div>
        }.into_any()
    });
    view! {
        <div class="frame">
        <div class="side"><div class="who-btn"><span class="team-mark">"J"</span><b class="clip">"Juniper Realty"</b></div>
            <nav><a class="nav-link" aria-current="page" href="#">{icon(Icon::People)}"Team Members"</a><a class="nav-link" href="#">{icon(Icon::Shield)}"Roles"</a><a class="nav-link" href="#">{icon(Icon::Log)}"Audit log"</a></nav></div>
        <div class="content"><main class="page">
            <div class="page-head"><div><h1>"Kit"</h1><p>"Everything the pages are made of."</p></div><Button kind="primary" glyph=Icon::Plus label="Add User" on_press=Callback::new(move |()| dialog.set(true))/></div>
            <div class="tools">
                <SearchBox label="Search name or email" value=search key_hint="/"/>
                <div class="filters"><FilterChip label="All" count=Live::from(|| Some(8)) on=true on_press=press/><FilterChip label="Active" count=Live::from(|| Some(5)) on=false on_press=press/><FilterChip label="Pending" count=Live::from(|| Some(2)) on=false on_press=press/></div>
                <SeatMeter used=5 coming=2 limit=10 text="7 of 10 seats".to_string()/>
            </div>
            <div class="row" style:margin="12px 0">
                <Button label="Plain" on_press=press/><Button kind="danger" label="Deactivate" on_press=press/><Button kind="primary danger" label="Delete" on_press=press/>
                <Button kind="primary" label="Busy" busy=true/><Button label="Held" hold=hold() on_press=press/><Button kind="quiet" glyph=Icon::Mail label="Quiet"/><Button kind="link" label="A link"/>
                <Button label="Palette" on_press=Callback::new(move |()| palette.set(true))/>
                {Icon::ALL.iter().map(|i| icon(*i)).collect::<Vec<_>>()}
            </div>
            <div class="list"><div class="head"><span></span><span>"Name"</span><span>"Role"</span><span>"Status"</span><span>"Last active"</span><span></span></div>
            <VirtualList count=Signal::derive(move || if search.get().is_empty() { 10_000 } else { 3 }) key=Callback::new(|i: usize| i.to_string()) row=row/></div>
            <div class="bulk"><span class="dim">"2 selected"</span><Button label="Change role"/><Button kind="danger" label="Delete"/></div>
            <Skeleton rows=3/>
            <Empty glyph=Icon::Search title="Nobody found" text="No name or address matches “xy”."><Button label="Clear search"/></Empty>
        </main></div></div>
        {move || { let cards = cards.clone(); dialog.get().then(|| view! {
            <Dialog title="Add a user".to_string() lead="They get a mail with a link to set their password.".to_string() on_close=Callback::new(move |()| dialog.set(false))>
                <div class="body">
                    <div class="two"><TextField label="First name" value=name/><TextField label="Last name" value=name/></div>
                    <TextField label="Email" value=mail error=Signal::derive(|| Some("This address has no domain ending, like .com.".to_string()))/>
                    <TextField label="Phone" value=search optional=true hint="For the profile and call routing. Never used to sign in." placeholder="+1 555 0100"/>
                    <PasswordField label="Password" value=name complete="new-password"/>
                    <RadioCards legend="Role" value=role cards=cards.clone()/>
                    <ChipsInput label="Several at once" values=many text=text fault=Callback::new(|v: String| if v.ends_with('@') { Some("not an address".into()) } else if v.starts_with("tyler") { Some("already a member".into()) } else { None })/>
                    <div class="group"><div class="item"><Switch label="Can edit agents" about="Allow modifying agent configurations" on=on on_change=Callback::new(move |v| on.set(v))/></div>
                    <div class="item"><Switch label="Held" about="Cannot now" on=false hold=hold() on_change=Callback::new(|_| ())/></div>
                    <div class="item"><CheckRow label="Reception agent" about="Acme" on=on on_change=Callback::new(move |v| on.set(v))/></div></div>
                </div>
                <div class="foot"><span class="aside">"Uses 1 of 3 free seats"</span><Button label="Cancel" on_press=Callback::new(move |()| dialog.set(false))/><Button kind="primary" label="Send Invite" on_press=press/></div>
            </Dialog>
        }) }}
        {move || palette.get().then(|| view! { <palette::Palette on_close=Callback::new(move |()| palette.set(false)) commands=Live::from(move || vec![
            palette::Command { glyph: Icon::People, label: "Team Members".into(), note: "Page".into(), act: press },
            palette::Command { glyph: Icon::Plus, label: "Add User".into(), note: "".into(), act: press }])/> })}
        <ToastRegion toasts=toasts/>
    }
}

//! The app: the static site, the extension's own page and the panel on a github.com page.

use std::rc::Rc;

use gatehouse::client::Client;
use gatehouse::demo::DemoClient;
use gatehouse::transport::fetch::now;
use gatehouse::ui::store::Store;
use gatehouse::ui::{self, Clients, Surface};
use gatehouse::webext::api::extension_id;
use gatehouse::webext::relay::Relay;

mod extension_store;
mod panel_frame;
mod site_client;
mod site_queue;
mod site_store;
mod site_vault;
mod stopped;

fn main() {
    stopped::tell_of_panics();
    let Some(window) = web_sys::window() else {
        return;
    };
    let demo: Rc<dyn Client> = Rc::new(DemoClient::new(now));
    if extension_id().is_none() {
        let live: Rc<dyn Client> = Rc::new(site_client::SiteClient::new());
        let store: Rc<dyn Store> = Rc::new(site_store::SiteStore);
        return ui::mount(Clients { live, demo }, store, Surface::Site);
    }
    let is_framed = window.top().ok().flatten().is_none_or(|top| top != window);
    let clients = Clients { live: Rc::new(Relay { keeps_rows: !is_framed }), demo };
    let surface =
        if is_framed { Surface::Panel(panel_frame::handle()) } else { Surface::ExtensionPage };
    let store: Rc<dyn Store> = Rc::new(extension_store::ExtensionStore);
    ui::mount(clients, store, surface);
}

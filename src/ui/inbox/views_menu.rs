//! Views to choose from, those that come with Gatehouse and those that were saved, with what they
//! leave of the requests at hand; saving the query as one.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::triage::query::parse;
use crate::triage::views::{View, ViewProblem, built_in};
use crate::triage::visible::visible;
use crate::ui::labels;
use crate::ui::parts::focus::focus;
use crate::ui::parts::icon::{Icon, Octicon};
use crate::ui::parts::modal::Modal;
use crate::ui::session::Session;
use crate::ui::session::saved_views::SavedViewsHandle;

/// A button that opens the views.
#[component]
pub fn ViewsMenu(
    /// Whose requests.
    session: Session,
    /// The query as it is typed.
    filter: RwSignal<String>,
) -> impl IntoView {
    let dialog = Modal::new();
    let saved = SavedViewsHandle::new(session);
    let open = move |_| {
        saved.read();
        dialog.open();
    };
    let close = Callback::new(move |()| dialog.close());
    view! {
        <div class="views-menu">
            <button type="button" class="button" aria-haspopup="dialog" on:click=open>
                <Icon octicon=Octicon::Bookmark />
                "Views"
            </button>
            <dialog
                class="dialog views-menu-dialog"
                node_ref=dialog.node
                closedby="any"
                aria-labelledby="views-menu-heading"
                on:close=move |_| dialog.closed()
            >
                <h2 id="views-menu-heading" tabindex="-1">
                    "Views"
                </h2>
                <Show when=move || dialog.is_open.get()>
                    <Views session filter saved close />
                </Show>
                <div class="dialog-buttons">
                    <button type="button" class="button" on:click=move |_| dialog.close()>
                        "Close"
                    </button>
                </div>
            </dialog>
        </div>
    }
}

/// What is done with a saved view by its buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Up,
    Down,
    Rename,
    Delete,
}

#[component]
fn Views(
    session: Session,
    filter: RwSignal<String>,
    saved: SavedViewsHandle,
    close: Callback<()>,
) -> impl IntoView {
    let grid = session.grid;
    let views = saved.views;
    let problem = RwSignal::new(None::<ViewProblem>);
    let renamed = RwSignal::new(None::<String>);
    let deleted = RwSignal::new(None::<(usize, View)>);
    let is_partial = Memo::new(move |_| {
        grid.state.with(|state| state.as_ref().is_none_or(|state| state.is_partial))
    });
    // One pass for each view, while they are looked at.
    let counts = Memo::new(move |_| {
        grid.looks.track();
        views.with(|views| {
            let all = built_in().into_iter().chain(views.views().iter().cloned());
            all.map(|view| (count(session, &view.query), view.query)).collect::<Vec<_>>()
        })
    });
    let count = move |query: &str| {
        counts.with(|counts| {
            let count = counts.iter().find(|(_, its)| its == query).and_then(|(count, _)| *count);
            match count {
                Some(count) if is_partial.get() => format!("{}+", labels::grouped(count)),
                Some(count) => labels::grouped(count),
                None => "can't be read".to_owned(),
            }
        })
    };
    let choice = move |view: View| {
        let View { name, query } = view;
        let (to_count, to_show) = (query.clone(), query.clone());
        let is_current = move || {
            let its = parse(&query).ok();
            its.is_some_and(|its| grid.query.with(|query| *query == its))
        };
        view! {
            <button
                type="button"
                class="views-menu-view"
                aria-current=move || is_current().then_some("true")
                title=visible(&to_show)
                on:click=move |_| {
                    filter.set(to_show.clone());
                    close.run(());
                }
            >
                <bdi class="views-menu-name">{name}</bdi>
                " "
                <span class="views-menu-count">{move || count(&to_count)}</span>
            </button>
        }
    };
    let act = move |action: Action, name: String, at: usize| {
        problem.set(None);
        deleted.set(None);
        match action {
            Action::Up => {
                let to = at.saturating_sub(1);
                saved.change(
                    move |views| views.move_to(&name, to),
                    move |result| moved(problem, result, to, "up"),
                );
            }
            Action::Down => {
                let to = at + 1;
                saved.change(
                    move |views| views.move_to(&name, to),
                    move |result| moved(problem, result, to, "down"),
                );
            }
            Action::Rename => {
                renamed.set(Some(name));
                focus("#views-menu-new-name".to_owned());
            }
            Action::Delete => saved.change(
                move |views| views.remove(&name).ok_or(ViewProblem::Gone),
                move |result| match result {
                    Ok(gone) => {
                        deleted.try_set(Some(gone));
                        focus(".views-menu-undo".to_owned());
                    }
                    Err(error) => {
                        problem.try_set(Some(error));
                    }
                },
            ),
        }
    };
    let rename = move |at: usize, name: String| {
        let new_name = RwSignal::new(name.clone());
        let done = move || {
            renamed.set(None);
            focus(format!("#saved-view-{at} .views-menu-rename"));
        };
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            let (name, to) = (name.clone(), new_name.get_untracked());
            saved.change(
                move |views| views.rename(&name, &to),
                move |result| match result {
                    Ok(()) => {
                        problem.try_set(None);
                        done();
                    }
                    Err(error) => {
                        problem.try_set(Some(error));
                    }
                },
            );
        };
        view! {
            <form class="views-menu-form" on:submit=submit>
                <input
                    id="views-menu-new-name"
                    type="text"
                    class="field"
                    aria-label="New name"
                    aria-describedby="views-menu-problem"
                    dir="auto"
                    autocomplete="off"
                    prop:value=move || new_name.get()
                    on:input=move |event| new_name.set(event_target_value(&event))
                    on:keydown=move |event| {
                        // Else the dialog closes.
                        if event.key() == "Escape" && !event.is_composing() {
                            event.prevent_default();
                            problem.set(None);
                            done();
                        }
                    }
                />
                <button type="submit" class="button button-primary">
                    "Rename"
                </button>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| {
                        problem.set(None);
                        done();
                    }
                >
                    "Cancel"
                </button>
            </form>
        }
    };
    let saved_view = move |(at, view): (usize, View), count: usize| {
        let name = view.name.clone();
        if renamed.get().is_some_and(|it| it == name) {
            return view! {
                <li class="views-menu-saved" id=format!("saved-view-{at}")>
                    {rename(at, name)}
                </li>
            }
            .into_any();
        }
        let button = move |action: Action, octicon, class: &'static str, words: &str| {
            let label = format!("{words} {name}");
            let name = name.clone();
            let disabled = match action {
                Action::Up => at == 0,
                Action::Down => at + 1 == count,
                Action::Rename | Action::Delete => false,
            };
            view! {
                <button
                    type="button"
                    class=format!("button button-invisible button-icon views-menu-{class}")
                    aria-label=label.clone()
                    title=label
                    aria-disabled=disabled.then_some("true")
                    on:click=move |_| {
                        if !disabled {
                            act(action, name.clone(), at);
                        }
                    }
                >
                    <Icon octicon />
                </button>
            }
        };
        view! {
            <li class="views-menu-saved" id=format!("saved-view-{at}")>
                {choice(view)}
                {button(Action::Up, Octicon::ArrowUp, "up", "Move up")}
                {button(Action::Down, Octicon::ArrowDown, "down", "Move down")}
                {button(Action::Rename, Octicon::Pencil, "rename", "Rename")}
                {button(Action::Delete, Octicon::Trash, "delete", "Delete")}
            </li>
        }
        .into_any()
    };
    let saved_list = move || {
        let all = views.with(|views| views.views().to_vec());
        let count = all.len();
        let rows = all.into_iter().enumerate().map(|view| saved_view(view, count));
        rows.collect_view()
    };
    let has_saved = Memo::new(move |_| views.with(|views| !views.views().is_empty()));
    let undo = move |_| {
        let Some((place, view)) = deleted.get_untracked() else { return };
        let name = view.name.clone();
        saved.change(
            move |views| {
                views.add(view)?;
                views.move_to(&name, place)
            },
            move |result| match result {
                Ok(()) => {
                    deleted.try_set(None);
                    focus(format!("#saved-view-{place} .views-menu-view"));
                }
                Err(error) => {
                    problem.try_set(Some(error));
                }
            },
        );
    };
    let gone = move || {
        deleted.get().map(|(_, view)| {
            view! {
                <span>"Deleted " <bdi>{view.name}</bdi> "."</span>
                <button type="button" class="button button-small views-menu-undo" on:click=undo>
                    "Put it back"
                </button>
            }
        })
    };
    let words = move || problem.get().map(ViewProblem::in_words);
    view! {
        <div class="views-menu-views">
            <ul aria-label="Views that come with Gatehouse">
                {built_in().map(|view| view! { <li>{choice(view)}</li> }).collect_view()}
            </ul>
            <Show when=move || has_saved.get()>
                <h3 id="views-menu-saved-heading">"Saved views"</h3>
                <ul aria-labelledby="views-menu-saved-heading">{saved_list}</ul>
            </Show>
            <Show when=move || is_partial.get()>
                <p class="field-hint">"The list is partial: counts are of what was loaded."</p>
            </Show>
            <div class="views-menu-gone" role="status" aria-label="Deleted view">
                {gone}
            </div>
            <SaveView session filter saved problem />
            <p class="field-error" id="views-menu-problem" role="alert">
                {words}
            </p>
        </div>
    }
}

/// The form that saves the query as a view.
#[component]
fn SaveView(
    session: Session,
    filter: RwSignal<String>,
    saved: SavedViewsHandle,
    problem: RwSignal<Option<ViewProblem>>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let said = RwSignal::new(None::<String>);
    let can_save = Memo::new(move |_| {
        let is_blank = filter.with(|filter| filter.trim().is_empty());
        !is_blank && session.grid.query_errors.with(Vec::is_empty)
    });
    let is_taken_by_saved = Memo::new(move |_| {
        problem.get() == Some(ViewProblem::NameTaken)
            && saved.views.with(|views| views.has(&name.get()))
    });
    let done = move |result: Result<String, ViewProblem>| match result {
        Ok(name_of) => {
            problem.try_set(None);
            name.try_set(String::new());
            said.try_set(Some(name_of));
        }
        Err(error) => {
            said.try_set(None);
            problem.try_set(Some(error));
        }
    };
    let query = move || filter.with_untracked(|filter| filter.trim().to_owned());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let view = View { name: name.get_untracked(), query: query() };
        saved.change(
            move |views| {
                let name = view.name.trim().to_owned();
                views.add(view).map(|()| name)
            },
            done,
        );
    };
    let replace = move |_| {
        let (name, query) = (name.get_untracked(), query());
        saved.change(move |views| views.set_query(&name, &query).map(|()| name), done);
    };
    let form = move || {
        view! {
            <form class="views-menu-form" on:submit=save>
                <label class="form-field">
                    <span class="field-label">"Save the filter as a view"</span>
                    <input
                        type="text"
                        class="field"
                        placeholder="Name"
                        aria-describedby="views-menu-problem"
                        dir="auto"
                        autocomplete="off"
                        prop:value=move || name.get()
                        on:input=move |event| {
                            name.set(event_target_value(&event));
                            problem.set(None);
                            said.set(None);
                        }
                    />
                </label>
                <button type="submit" class="button button-primary">
                    "Save view"
                </button>
                <Show when=move || is_taken_by_saved.get()>
                    <button type="button" class="button" on:click=replace>
                        "Replace the one there is"
                    </button>
                </Show>
            </form>
        }
    };
    let none = || {
        view! { <p class="field-hint">"To save a view, type a filter first."</p> }
    };
    view! {
        <Show when=move || can_save.get() fallback=none>
            {form()}
        </Show>
        <p class="field-hint" role="status" aria-label="Saved view">
            {move || said.get().map(|name| view! { "Saved " <bdi>{name}</bdi> "." })}
        </p>
    }
}

/// A view was moved: the button that did it moves along.
fn moved(
    problem: RwSignal<Option<ViewProblem>>,
    result: Result<(), ViewProblem>,
    to: usize,
    button: &str,
) {
    match result {
        Ok(()) => focus(format!("#saved-view-{to} .views-menu-{button}")),
        Err(error) => {
            problem.try_set(Some(error));
        }
    }
}

/// How many of the requests at hand a query leaves; `None` where it can't be understood.
fn count(session: Session, query: &str) -> Option<usize> {
    let query = parse(query).ok()?;
    Some(session.in_context(|context| {
        let matcher = query.compile(context);
        session.list.load.with_untracked(|load| {
            load.requests().filter(|request| matcher.matches(request)).count()
        })
    }))
}

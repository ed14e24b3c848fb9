//! One endpoint: method, path, who may reach it, its handler, and what the API document says of it.

use crate::state::App;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use shared::api::KeyScope;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, ToSchema};

/// Who may reach an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Active members of the team in the path.
    Team,
    /// Programs with an API key of a team that is for this: no session, and no cookie counts.
    Key(KeyScope),
}

/// An endpoint.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path, `{team}` and `{member}` standing for ids.
    pub path: &'static str,
    /// Who may reach it.
    pub access: Access,
    /// Also answered to somebody who looks as another member of the team.
    pub for_another: bool,
    /// The handler, still without the guard of its class.
    pub(crate) handler: MethodRouter<App>,
    /// One line about it.
    pub summary: &'static str,
    pub(crate) request: Option<String>,
    pub(crate) params: Vec<Parameter>,
    pub(crate) response: Option<String>,
    /// What the answer is declared as.
    pub(crate) media: &'static str,
    pub(crate) status: u16,
    /// The body is a file of this type, up to the upload limit.
    pub(crate) file: Option<&'static str>,
    pub(crate) schemas: Vec<(String, RefOr<Schema>)>,
}

impl Route {
    fn new<H, T>(method: Method, filter: MethodFilter, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self {
            method,
            path,
            access,
            for_another: false,
            handler: on(filter, handler),
            summary: "",
            request: None,
            params: Vec::new(),
            response: None,
            media: "application/json",
            status: 204,
            file: None,
            schemas: Vec::new(),
        }
    }

    pub(super) fn get<H: Handler<T, App>, T: 'static>(
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::new(Method::GET, MethodFilter::GET, path, access, handler)
    }

    pub(super) fn post<H: Handler<T, App>, T: 'static>(
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::new(Method::POST, MethodFilter::POST, path, access, handler)
    }

    pub(super) fn put<H: Handler<T, App>, T: 'static>(
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::new(Method::PUT, MethodFilter::PUT, path, access, handler)
    }

    pub(super) fn patch<H: Handler<T, App>, T: 'static>(
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::new(Method::PATCH, MethodFilter::PATCH, path, access, handler)
    }

    pub(super) fn delete<H: Handler<T, App>, T: 'static>(
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::new(Method::DELETE, MethodFilter::DELETE, path, access, handler)
    }

    /// One line for the document.
    pub(super) fn about(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }

    /// Also answers somebody who looks as another member ([`shared::api::VIEW_AS`]): what the handler reads is judged for the
    /// member that it is given, narrowed for both where it is narrowed row by row, and leaves nothing behind.
    pub(super) fn for_another(mut self) -> Self {
        self.for_another = true;
        self
    }

    /// The JSON body.
    pub(super) fn takes<T: ToSchema>(mut self) -> Self {
        self.learn::<T>();
        self.request = Some(T::name().into_owned());
        self
    }

    /// The body is a file: larger than JSON may be, and of this type.
    pub(super) fn takes_file(mut self, kind: &'static str, limit: usize) -> Self {
        self.file = Some(kind);
        self.handler = self.handler.layer(axum::extract::DefaultBodyLimit::max(limit));
        self
    }

    /// The query.
    pub(super) fn query<T: IntoParams>(mut self) -> Self {
        self.params.extend(T::into_params(|| Some(ParameterIn::Query)));
        self
    }

    /// The JSON answer.
    pub(super) fn gives<T: ToSchema>(mut self, status: u16) -> Self {
        self.learn::<T>();
        self.response = Some(T::name().into_owned());
        self.status = status;
        self
    }

    /// A stream of events, each of them this as JSON.
    pub(super) fn gives_events<T: ToSchema>(mut self) -> Self {
        self.learn::<T>();
        self.response = Some(T::name().into_owned());
        self.media = "text/event-stream";
        self.status = 200;
        self
    }

    /// An answer without JSON.
    pub(super) fn answers(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// A type that only the query mentions.
    pub(super) fn mentions<T: ToSchema>(mut self) -> Self {
        self.learn::<T>();
        self
    }

    fn learn<T: ToSchema>(&mut self) {
        self.schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(&mut self.schemas);
    }
}

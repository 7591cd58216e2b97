using System.Globalization;
using Engagement.Messages;
using Engagement.Time;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>The parts of one message for one customer, under one deadline.</summary>
sealed class Rendering
{
    readonly MessageSource _source;
    readonly TemplateView _view;
    readonly CancellationToken _deadline;
    readonly LocalZone _zone;

    public Rendering(MessageSource source, TemplateView view, CancellationToken deadline)
    {
        _source = source;
        _view = view;
        _deadline = deadline;
        _zone = LocalZone.Of(view.TimeZone);
    }

    /// <summary>The language of a part of the message: the one that its text is in.</summary>
    public CultureInfo Language(MessagePart kind) =>
        Cultures.Between(Find(_source.Template, kind)?.Language ?? _source.Template.Language, _view.Locale);

    /// <summary>The layout has no say in the subject.</summary>
    public string? Subject() =>
        Find(_source.Template, MessagePart.Subject) is { } part ? Run(part, MessagePart.Subject, null, null) : null;

    public string? Part(MessagePart kind, string? subject)
    {
        if (Find(_source.Template, kind) is not { } part)
        {
            return null;
        }

        var content = Run(part, kind, subject, null);
        return _source.Layout is { } layout && Find(layout, kind) is { } around
            ? Run(around, kind, subject, kind.IsMarkup ? new Markup(content) : content)
            : content;
    }

    LocalisedPart? Find(MessageTemplate template, MessagePart kind) =>
        LocalisedPart.Find(template, kind, _view.Locale ?? "");

    string Run(LocalisedPart part, MessagePart kind, string? subject, object? content)
    {
        var source = TemplateSource.Of(part.Source);
        if (source.Template is null)
        {
            throw new TemplateException(source.Wrong[0].In(part), TemplateFault.Language);
        }

        var context = new RenderingContext(
            kind.IsMarkup, Cultures.Between(part.Language, _view.Locale), _zone, _deadline);
        context.PushGlobal(Globals(Language(kind), subject, content));
        // Assignments go here, and are gone with the part.
        context.PushGlobal(new ScriptObject());
        try
        {
            return source.Template.Render(context);
        }
        catch (ScriptAbortException error)
        {
            var reason = $"The message takes longer than {TemplateLimits.TimeMax.TotalSeconds} s to fill in.";
            throw Failed(part, error.Span.Start, reason, TemplateFault.Time);
        }
        catch (ScriptRuntimeException error)
        {
            throw Failed(part, error.Span.Start, error.OriginalMessage, TemplateFault.Of(error));
        }
    }

    static TemplateException Failed(LocalisedPart part, TextPosition at, string reason, TemplateFault fault) =>
        new(TemplateMistake.At(part.Source, at, reason).In(part), fault);

    ScriptObject Globals(CultureInfo language, string? subject, object? content)
    {
        var globals = ModelObjects.Of(_view.Model);
        globals.SetValue("brand", ModelObjects.Of(_source.Brand), true);
        globals.SetValue("subject", subject, true);
        globals.SetValue("content", content, true);
        globals.SetValue("unsubscribeUrl", _view.Unsubscribe?.AbsoluteUri, true);
        globals.SetValue("language", language.Name, true);
        globals.SetValue("direction", Page.Direction(language), true);
        globals.IsReadOnly = true;
        return globals;
    }
}

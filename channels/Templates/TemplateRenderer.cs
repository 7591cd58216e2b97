using System.Text;
using Engagement.Messages;

namespace Engagement.Templates;

/// <summary>
/// Fills templates in. What comes from customers is data only: it is never read as a template, and in markup it is
/// escaped. The same template and view always give the same text.
/// </summary>
public sealed class TemplateRenderer(TimeProvider clock) : IMessageRenderer
{
    public RenderedMessage Render(MessageSource source, SendMessage message, Uri? unsubscribe)
    {
        try
        {
            return Render(source, new TemplateView(message.Model, message.Locale, message.TimeZone, unsubscribe));
        }
        catch (TemplateException error)
        {
            // Time is the machine's, which may have been asleep; what a template itself takes is counted otherwise.
            throw new UnsendableException(error.Message, mayPass: error.Fault == TemplateFault.Time);
        }
    }

    /// <exception cref="TemplateException">The template is wrong, or takes more than its limits.</exception>
    public RenderedMessage Render(MessageSource source, TemplateView view)
    {
        using var deadline = new CancellationTokenSource(TemplateLimits.TimeMax, clock);
        var rendering = new Rendering(source, view, deadline.Token);
        var subject = rendering.Subject() is { } written ? OneLine(written) : null;
        var text = rendering.Part(MessagePart.Text, subject);
        var html = rendering.Part(MessagePart.Html, subject);
        var insert = rendering.Part(MessagePart.Insert, subject);
        return new RenderedMessage(
            subject,
            text,
            html is null ? null : Page.Whole(html, rendering.Language(MessagePart.Html), subject ?? source.Brand.Name),
            insert is null ? null : Page.Printable(insert, rendering.Language(MessagePart.Insert), source.Brand));
    }

    /// <summary>A subject goes into a header: no line end of any alphabet may get there.</summary>
    static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var isSpace = char.IsControl(c) || char.IsWhiteSpace(c);
            if (!isSpace)
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }
}

namespace Engagement.Templates;

/// <summary>Where in markup one is.</summary>
enum MarkupPlace
{
    Text,
    Comment,
    Tag,
    BareValue,
    Value,
    Script,
}

/// <summary>Walks through markup piece by piece and knows where it has come to.</summary>
sealed class MarkupScan
{
    string _tail = "";
    string _tag = "";
    char _quote;
    bool _inTagName;

    public MarkupPlace Place { get; private set; }

    /// <summary>The attribute whose value this is.</summary>
    public string Attribute { get; private set; } = "";

    public bool IsValueEmpty { get; private set; }

    public void Walk(string markup)
    {
        foreach (var c in markup)
        {
            Step(c);
            _tail = (_tail + c)[Math.Max(0, _tail.Length - 8)..];
        }
    }

    /// <summary>Something was filled in here.</summary>
    public void Filled() => IsValueEmpty = false;

    void Step(char c)
    {
        switch (Place)
        {
            case MarkupPlace.Text when c == '<':
                (Place, _tag, _inTagName, Attribute) = (MarkupPlace.Tag, "", true, "");
                break;
            case MarkupPlace.Comment when c == '>' && _tail.EndsWith("--", StringComparison.Ordinal):
                Place = MarkupPlace.Text;
                break;
            case MarkupPlace.Script when c == '>' && _tail.EndsWith("</script", StringComparison.OrdinalIgnoreCase):
                Place = MarkupPlace.Text;
                break;
            case MarkupPlace.Tag:
                InTag(c);
                break;
            case MarkupPlace.BareValue when IsValueEmpty && c is '"' or '\'':
                (Place, _quote) = (MarkupPlace.Value, c);
                break;
            case MarkupPlace.BareValue when c == '>':
                EndTag();
                break;
            case MarkupPlace.BareValue when char.IsWhiteSpace(c):
                (Place, Attribute) = IsValueEmpty ? (Place, Attribute) : (MarkupPlace.Tag, "");
                break;
            case MarkupPlace.Value when c == _quote:
                (Place, Attribute) = (MarkupPlace.Tag, "");
                break;
            case MarkupPlace.BareValue or MarkupPlace.Value:
                IsValueEmpty = false;
                break;
        }
    }

    void InTag(char c)
    {
        if (c == '>')
        {
            EndTag();
        }
        else if (c == '=')
        {
            (Place, IsValueEmpty) = (MarkupPlace.BareValue, true);
        }
        else if (char.IsWhiteSpace(c))
        {
            // A sign of less-than with a space behind it is text; no tag has an empty name. An attribute's name stays
            // known over spaces, as its equals sign may stand behind them.
            Place = _inTagName && _tag.Length == 0 ? MarkupPlace.Text : Place;
            _inTagName = false;
        }
        else if (_inTagName)
        {
            _tag += c;
            Place = _tag == "!--" ? MarkupPlace.Comment : Place;
        }
        else
        {
            Attribute = _tail.Length > 0 && char.IsWhiteSpace(_tail[^1]) ? c.ToString() : Attribute + c;
        }
    }

    void EndTag()
    {
        Place = _tag.Equals("script", StringComparison.OrdinalIgnoreCase) ? MarkupPlace.Script : MarkupPlace.Text;
        Attribute = "";
    }
}

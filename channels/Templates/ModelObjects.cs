using System.Text.Json;
using Engagement.Messages;
using Scriban.Runtime;

namespace Engagement.Templates;

/// <summary>Makes plain values of JSON: all a template ever sees of a customer.</summary>
static class ModelObjects
{
    /// <summary>Members named like a group of functions are left out: data never hides a function.</summary>
    public static ScriptObject Of(JsonElement model)
    {
        var values = new ScriptObject();
        if (model.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in model.EnumerateObject())
            {
                if (!TemplateFunctions.Groups.ContainsKey(member.Name))
                {
                    values.SetValue(member.Name, Value(member.Value), true);
                }
            }
        }

        return values;
    }

    public static ScriptObject Of(BrandKit brand)
    {
        var values = new ScriptObject();
        values.SetValue("name", brand.Name, true);
        values.SetValue("logoUrl", brand.LogoUrl, true);
        values.SetValue("primaryColor", brand.PrimaryColor, true);
        values.SetValue("textColor", brand.TextColor, true);
        values.SetValue("backgroundColor", brand.BackgroundColor, true);
        values.SetValue("footer", brand.Footer, true);
        values.SetValue("senderName", brand.SenderName, true);
        values.SetValue("contactUrl", brand.ContactUrl, true);
        values.IsReadOnly = true;
        return values;
    }

    static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => Number(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => Items(element),
        JsonValueKind.Object => Members(element),
        _ => null,
    };

    static object Number(JsonElement element)
    {
        if (element.TryGetInt32(out var small))
        {
            return small;
        }

        if (element.TryGetInt64(out var whole))
        {
            return whole;
        }

        return element.TryGetDecimal(out var exact) ? exact : element.GetDouble();
    }

    static ScriptArray Items(JsonElement element)
    {
        var items = new ScriptArray();
        foreach (var item in element.EnumerateArray())
        {
            items.Add(Value(item));
        }

        items.IsReadOnly = true;
        return items;
    }

    static ScriptObject Members(JsonElement element)
    {
        var members = new ScriptObject();
        foreach (var member in element.EnumerateObject())
        {
            members.SetValue(member.Name, Value(member.Value), true);
        }

        members.IsReadOnly = true;
        return members;
    }
}

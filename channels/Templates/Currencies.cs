using System.Collections.Frozen;
using System.Globalization;
using Engagement.Schema;

namespace Engagement.Templates;

/// <summary>How amounts of a currency are written.</summary>
static class Currencies
{
    /// <summary>Signs that are known abroad; elsewhere a currency is named by its code.</summary>
    static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["BRL"] = "R$", ["CNY"] = "CN¥", ["EUR"] = "€", ["GBP"] = "£", ["ILS"] = "₪", ["INR"] = "₹", ["JPY"] = "¥",
        ["KRW"] = "₩", ["USD"] = "US$", ["VND"] = "₫",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Format(long minorUnits, string currency, CultureInfo culture)
    {
        var decimals = Currency.Digits(currency);
        var amount = minorUnits / (decimal)Math.Pow(10, decimals);
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencyDecimalDigits = decimals;
        format.CurrencySymbol = Sign(currency, culture);
        // A code of letters needs a space that a sign does not.
        format.CurrencyPositivePattern = format.CurrencySymbol.Length > 2 && char.IsLetter(format.CurrencySymbol[^1])
            ? format.CurrencyPositivePattern | 2
            : format.CurrencyPositivePattern;
        return amount.ToString("C", format);
    }

    static string Sign(string currency, CultureInfo culture)
    {
        if (Cultures.Region(culture)?.ISOCurrencySymbol == currency)
        {
            return culture.NumberFormat.CurrencySymbol;
        }

        // A language without a region is most often read where its best known currency is.
        return currency == "USD" && culture.Name == "en" ? "$" : Signs.GetValueOrDefault(currency, currency);
    }
}

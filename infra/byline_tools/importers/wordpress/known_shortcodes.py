"""The names of shortcodes that are recognised without attributes and without an end."""

import re

_NAMES = frozenset(
    "caption wp_caption gallery playlist audio video embed youtube vimeo tweet twitter instagram facebook soundcloud spotify ted "
    "dailymotion wpvideo videopress flickr slideshare scribd googlemaps gist iframe advanced_iframe archives sitemap latex "
    "poll polldaddy crowdsignal totalpoll yop_poll contact-form contact-field contact-form-7 gravityform gravityforms "
    "ninja_form ninja_forms ninja_form_display_all wpforms formidable caldera_form mc4wp_form newsletter newsletter_form "
    "jetpack_subscription_form blog_subscription_form mailpoet_form ad ads adrotate adsense adinserter bsa_pro_ad_space "
    "dfp_ads the_ad the_ad_group toc ez-toc no_toc related-posts jetpack-related-posts display-posts catlist nggallery "
    "ngg_images foogallery envira-gallery modula rev_slider smartslider3 metaslider slideshow portfolio testimonials tablepress "
    "sharethis addtoany ssba social donate give_form paypal products add_to_cart pullquote dropcap "
    "one_half one_third two_thirds divider spacer accordion author-box authorbox "
    "simple-author-box post_author searchform loginform cookie_policy".split()
)
_PREFIXES = re.compile(
    r"(?:su|vc|et_pb|fusion|av|elementor|fl|tcb|cs|x|mk|td|tdc|woocommerce|newspack|mailpoet|wpv|ultimate|otw|ubermenu|restrict|"
    r"memberful|memberpress|s2|wlm|wishlist|wcm|rcp|mepr|pmpro|swpm|ihc|am4|arm|wpmem|leaky)[_-]\w|s2if|s2member|membership|restrict$"
)


def is_known(name: str) -> bool:
    """Whether `name`, in lower case, is the name of a shortcode of WordPress or a widely used plugin."""
    return name in _NAMES or _PREFIXES.match(name) is not None
